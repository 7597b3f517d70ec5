"""Write the pages of `docs/reference/` that repeat what the program knows: its commands and the keys of a spec.

`python tools/reference.py` writes them; with `--check` it names those that are out of date, and exits 1.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from environment_page import environment_page
from typer._click import Command, Context
from typer.core import TyperGroup

from msgen.analysis.report import schema as analyze_schema
from msgen.cli import exit_codes
from msgen.cli.assembly import assembled
from msgen.cli.blueprint_list import Blueprints
from msgen.cli.commands import FoundCommand, found
from msgen.cli.explain_report import Explanation
from msgen.cli.health.checkup import Checkup
from msgen.cli.keeping.diff_report import DiffReport
from msgen.cli.keeping.status_report import StatusReport
from msgen.cli.machine import schema_of
from msgen.cli.rule_list import Rules
from msgen.cli.updating.machine import schema as update_schema
from msgen.design.base import SpecModel
from msgen.graph.machine import schema as graph_schema
from msgen.lint import registry
from msgen.lint.formats.machine import schema as lint_schema
from msgen.spec.schema import static_schema

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
MEANINGS = {
    "DONE": "done",
    "FOUND": "findings, conflicts, drift, a difference, or a failed check or start",
    "USAGE": "wrong usage, or a spec that cannot be read",
    "ENVIRONMENT": "the environment lacks something",
    "UNTRUSTED": "a blueprint brings code, and `--trust` was not given",
    "CHANGED_UNDERNEATH": "a file changed while msgen was about to write it",
    "INTERNAL": "an error of msgen itself; the message names the log",
    "INTERRUPTED": "interrupted",
}
OPEN_END = 1_000_000_000
"""The largest count of the language: it bounds a value, but says nothing to a reader."""

Schema = Mapping[str, Any]


def main(arguments: list[str]) -> int:
    pages = {
        "commands.md": commands_page(),
        "environment.md": environment_page(),
        "rules.md": rules_page(),
        "spec.md": spec_page(),
        **{f"{name}.schema.json": json.dumps(schema, indent=2) + "\n" for name, schema in schemas().items()},
    }
    stale = [name for name, text in pages.items() if not is_current(REFERENCE / name, text)]
    if "--check" in arguments:
        print("\n".join(f"docs/reference/{name} is out of date: run `python tools/reference.py`" for name in stale))
        return 1 if stale else 0
    for name in stale:
        (REFERENCE / name).write_text(pages[name], "utf-8")
    return 0


def schemas() -> dict[str, Schema]:
    """Of what the reading commands print for programs."""
    return {
        "analyze": analyze_schema(),
        "blueprints": schema_of(Blueprints, "msgen blueprints"),
        "diff": schema_of(DiffReport, "msgen diff"),
        "doctor": schema_of(Checkup, "msgen doctor"),
        "explain": schema_of(Explanation, "msgen explain"),
        "graph": graph_schema(),
        "lint": lint_schema(),
        "rules": schema_of(Rules, "msgen rules"),
        "status": schema_of(StatusReport, "msgen status"),
        "update": update_schema(),
    }


def is_current(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


def rules_page() -> str:
    """Every rule by family, each with a link to its page."""
    parts = [
        "# Rules",
        "What `msgen lint` looks for. `msgen explain RES03` prints the page of a rule: why it matters, a design that\n"
        "has the smell, the same design mended. Severities are those of the profile `standard`; `minimal` shows\n"
        "errors as warnings, `production` raises everything by one step, and a finding that rests on assumed facts is\n"
        "one step less severe. This page is written by `python tools/reference.py`.",
    ]
    families: dict[str, list[str]] = {}
    for rule, package, name in sorted(registry.modules(), key=lambda found: found[0].id):
        page = f"../../generator/{package.replace('.', '/')}/{name}.md"
        row = f"| [{rule.id}]({page}) | {rule.title} | {rule.severity} | {rule.fix} | {', '.join(rule.covers)} |"
        families.setdefault(str(import_module(package).__doc__).strip(), []).append(row)
    for about, rows in families.items():
        heading = about.rstrip(".")
        parts += [
            f"## {heading}",
            "| Id | Smell | Severity | Fix | Serves |\n|---|---|---|---|---|\n" + "\n".join(rows),
        ]
    return "\n\n".join(parts) + "\n"


def commands_page() -> str:
    """Every command with its own help, and the exit codes of all."""
    codes = {name: value for name, value in vars(exit_codes).items() if isinstance(value, int)}
    rows = [f"| {value} | {MEANINGS[name]} |" for name, value in sorted(codes.items(), key=lambda code: code[1])]
    parts = [
        "# Commands",
        "Data goes to stdout, talk to stderr. Every option can also be set by a [variable or a file](environment.md). "
        "This\npage is written by `python tools/reference.py`.",
        "## Exit codes",
        "\n".join(["| code | meaning |", "|---|---|", *rows]),
        f"## msgen\n\n```text\n{help_of()}\n```",
        *(f"## msgen {name}\n\n```text\n{help_of(*name.split())}\n```" for name in command_names(found())),
    ]
    return "\n\n".join(parts) + "\n"


def command_names(commands: Iterable[FoundCommand], above: str = "") -> Iterator[str]:
    """Those below a command after it."""
    for command in commands:
        name = f"{above} {command.name}".strip()
        yield name
        yield from command_names(command.below, name)


def help_of(*words: str) -> str:
    """The help as a terminal of 80 columns shows it."""
    os.environ["COLUMNS"] = "80"
    command: Command = assembled()
    context = Context(command, info_name="msgen", help_option_names=["-h", "--help"])
    for word in words:
        command = cast(TyperGroup, command).commands[word]
        context = Context(command, info_name=word, parent=context)
    return command.get_help(context)


def spec_page() -> str:
    """Every object of the language with its keys, the outer ones first."""
    schema = static_schema()
    shorts = {model.__name__: model.short_key for model in models(SpecModel) if model.short_key}
    parts = [
        "# Spec keys",
        "A key in bold is required; all others have defaults, which `msgen explain` shows with their reasons. "
        "A value `null`\nresets a key to the lower level. Keys that begin with `x-` are yours. Written by "
        "`python tools/reference.py` from the\nmodels in `generator/msgen/design/`; editors get the same from "
        "`.msgen/schema.json`.",
        section("The system", schema, None),
        *(section(spoken(name), schema["$defs"][name], shorts.get(name)) for name in definitions_in_order(schema)),
    ]
    return "\n\n".join(parts) + "\n"


def models(base: type[SpecModel]) -> Iterator[type[SpecModel]]:
    for model in base.__subclasses__():
        yield model
        yield from models(model)


def definitions_in_order(schema: Schema) -> list[str]:
    """Breadth first: an object stands after the one that first names it."""
    found: list[str] = []
    waiting: list[Any] = [schema["properties"]]
    while waiting:
        for name in references(waiting.pop(0)):
            if name not in found:
                found.append(name)
                waiting.append(schema["$defs"][name])
    return found


def references(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        if "$ref" in part:
            yield part["$ref"].rpartition("/")[2]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def section(title: str, schema: Schema, short_key: str | None) -> str:
    forms = schema.get("anyOf", [schema])
    whole = forms[-1]
    lines = [f"## {title}", ""]
    lines += [f"{whole['description']}", ""] if "description" in whole else []
    if short_key:
        lines += [f"Short form: the value of `{short_key}` alone.", ""]
    if "properties" not in whole:
        return "\n".join([*lines, f"Written as {values(whole)}."])
    required = whole.get("required", ())
    lines += ["| key | meaning | values |", "|---|---|---|"]
    for key, value in whole["properties"].items():
        shown = f"**`{key}`**" if key in required else f"`{key}`"
        lines.append(f"| {shown} | {value.get('description', '')} | {escaped(values(value))} |")
    return "\n".join(lines)


def values(schema: Schema) -> str:
    """What may be written, in words."""
    if "anyOf" in schema:
        alternatives = [values(form) for form in schema["anyOf"] if form.get("type") != "null"]
        return ", ".join(dict.fromkeys(filter(None, alternatives))) + such_as(schema)
    if "$ref" in schema:
        name = spoken(schema["$ref"].rpartition("/")[2])
        return f"[{name.lower()}](#{name.lower().replace(' ', '-')})"
    if "const" in schema:
        return f"`{str(schema['const']).lower()}`"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    match schema.get("type"):
        case "array":
            return f"list of {values(schema['items'])}"
        case "object":
            return f"map by name: {values(member(schema))}"
        case "boolean":
            return "`true`, `false`"
        case "integer":
            return f"whole number{limits(schema)}"
        case "number":
            return f"number{limits(schema)}"
        case "string":
            return such_as(schema).strip() or "text"
        case _:
            return "any value"


def member(schema: Schema) -> Schema:
    """The schema of the values of a map."""
    patterns = [value for key, value in schema.get("patternProperties", {}).items() if key != "^x-"]
    members: list[Schema] = [*patterns, schema["additionalProperties"] or {}]
    return members[0]


def limits(schema: Schema) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if "exclusiveMinimum" in schema:
        return f" above {schema['exclusiveMinimum']}"
    if least is None:
        return ""
    return f" from {least}" if most in (None, OPEN_END) else f" from {least} to {most}"


def such_as(schema: Schema) -> str:
    examples = [f"`{example}`" for example in schema.get("examples", ()) if example != ""]
    return f" such as {', '.join(examples)}" if examples else ""


def spoken(name: str) -> str:
    """`CircuitBreaker` is `Circuit breaker`."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return words.strip().capitalize()


def escaped(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
