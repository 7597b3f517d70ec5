"""The page `docs/reference/environment.md`: options as variables and as keys in a file, and all other variables."""

from __future__ import annotations

from typer.core import TyperOption

from msgen.cli.assembly import assembled
from msgen.cli.settings.check import commands_of
from msgen.cli.settings.names import NOT_IN_A_FILE, key_of, settable, variables_of
from msgen.cli.settings.variables import OTHERS

INTRODUCTION = """\
# Settings

What an option of the command line says can be said once for all: in a variable, or in a file. The command line goes
before variables, these before the file, and that before the default. `msgen doctor` shows which settings count and
where each comes from; with `--verbose` a command says it of its own.

The file is `msgen.toml`, or `pyproject.toml` with a table `tool.msgen`: the nearest one above the working folder.

```toml
[tool.msgen]
blueprints = "company"       # paths are meant from the folder of the file

[tool.msgen.lint]            # for one command only, and before what is said for all
fail_on = "warning"
```

As a variable that is `MSGEN_LINT_FAIL_ON`, or `MSGEN_FAIL_ON` for all commands that have the option. A flag takes `1`
or `0`; several values are separated by spaces, paths as in PATH. A key that no option has is an error, with the nearest
name. A file cannot set `trust`: it comes along with what would be trusted. This page is written by
`python tools/reference.py`."""


def environment_page() -> str:
    found: dict[str, list[tuple[str, TyperOption]]] = {}
    for path, command in commands_of(assembled()):
        for option in settable(command.params):
            if not path or option.expose_value:
                found.setdefault(key_of(option), []).append((path or "all", option))
    rows = [_row(key, uses[0][1], sorted(name for name, _ in uses)) for key, uses in sorted(found.items())]
    options = "\n".join(["| option | variable | key | commands |", "|---|---|---|---|", *rows])
    others = "\n".join(
        ["| variable | meaning |", "|---|---|", *(f"| `{name}` | {said} |" for name, said in OTHERS.items())]
    )
    return f"{INTRODUCTION}\n\n## Options\n\n{options}\n\n## Other variables\n\n{others}\n"


def _row(key: str, option: TyperOption, commands: list[str]) -> str:
    name, (variable,) = max(option.opts, key=len), variables_of(key, "")
    shown = "" if key in NOT_IN_A_FILE else f"`{key}`"
    return f"| `{name}` | `{variable}` | {shown} | {', '.join(commands)} |"
