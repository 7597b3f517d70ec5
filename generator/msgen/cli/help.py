"""The text of the help: examples first, exit codes last."""

from __future__ import annotations

import inspect
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from typer._click import Command, Parameter
from typer.core import TyperArgument, TyperOption

from msgen.cli import exit_codes
from msgen.cli.page import Page, Section

NARROWEST, WIDEST = 40, 80

SUMMARY = "From one description of a microservice system to the repositories that run it."
EXAMPLES = (
    ("msgen new shop", "answer a few questions, get a system"),
    ("msgen up shop", "run it on this machine"),
    ("msgen explain . --spec shop", "where its values come from"),
)
FOOTER = "`msgen COMMAND --help` has examples, options and exit codes. Guide and reference: docs/"
EVERYWHERE = "With every command: -q, -v, --color, --debug; see `msgen --help`."


def of_command(
    path: str, page: Page, about: str, parameters: Sequence[Parameter], commands: Mapping[str, Command] | None = None
) -> str:
    """The help of a command; `commands` are those below it."""
    arguments = [each for each in parameters if isinstance(each, TyperArgument)]
    below = commands or {}
    exits = {**page.exits, **exit_codes.OF_EVERY_COMMAND}
    usage = ["Usage:", path, "[OPTIONS]", *map(_usage_of, arguments), *(["[COMMAND]"] if below else [])]
    return _joined(
        [line for example in page.examples for line in _example(example)],
        *([*wrapped(paragraph)] for paragraph in inspect.cleandoc(about).split("\n\n")),
        wrapped(" ".join(usage)),
        _table("Commands:", [(name, _first_line(command.help)) for name, command in below.items()]),
        _table("Arguments:", [(each.display_name_raw, each.help or "") for each in arguments]),
        _table("Options:", _options(parameters)),
        wrapped(EVERYWHERE),
        _table("Exit codes:", [(str(code), meaning) for code, meaning in sorted(exits.items())]),
    )


def of_msgen(pages: Mapping[str, Page], parameters: Sequence[Parameter], *, complete: bool) -> str:
    """The help of `msgen` itself; only the complete one has the options."""
    column = max(len(line) for line, _ in EXAMPLES) + 2
    return _joined(
        wrapped(SUMMARY),
        [_fitting(f"  {line:<{column}}{said}", f"  {line}") for line, said in EXAMPLES],
        ["Usage: msgen [OPTIONS] COMMAND"],
        list(_sections(pages)),
        _table("Options:", _options(parameters)) if complete else [],
        wrapped(FOOTER),
    )


def _sections(pages: Mapping[str, Page]) -> Iterator[str]:
    """A line for each section with the names of its commands."""
    column = max(map(len, Section)) + 2
    for section in Section:
        names = sorted(name for name, page in pages.items() if page.section == section)
        if names:
            line = f"{section:<{column}}{'  '.join(names)}"
            yield from textwrap.wrap(line, _width(), subsequent_indent=" " * column)


def _joined(*blocks: Iterable[str]) -> str:
    return "\n\n".join(text for text in ("\n".join(block) for block in blocks) if text)


def _fitting(line: str, shorter: str) -> str:
    return line if len(line) <= _width() else shorter


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0]


def _example(text: str) -> list[str]:
    return textwrap.wrap(
        text, _width(), initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def _usage_of(argument: TyperArgument) -> str:
    return argument.display_name_raw if argument.required else f"[{argument.display_name_raw}]"


def _options(parameters: Sequence[Parameter]) -> list[tuple[str, str]]:
    shown = (each for each in parameters if isinstance(each, TyperOption) and not each.hidden)
    return [(_option(each), (each.help or "").partition(", to copy")[0]) for each in shown]


def _option(option: TyperOption) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    return names if option.is_flag else f"{names} {option.metavar}"


def _table(title: str, rows: Sequence[tuple[str, str]]) -> list[str]:
    if not rows:
        return []
    column = min(max(len(name) for name, _ in rows) + 4, _width() // 2)
    lines = [title]
    for name, said in rows:
        first, *rest = textwrap.wrap(said, _width() - column) or [""]
        start = f"  {name}"
        lines += [f"{start:<{column}}{first}"] if len(start) < column - 1 else [start, f"{'':<{column}}{first}"]
        lines += [f"{'':<{column}}{line}" for line in rest]
    return lines


def wrapped(paragraph: str) -> list[str]:
    return textwrap.wrap(paragraph.replace("\n", " "), _width(), break_long_words=False, break_on_hyphens=False)


def _width() -> int:
    return max(NARROWEST, min(shutil.get_terminal_size().columns, WIDEST))
