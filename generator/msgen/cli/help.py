"""The help of `msgen` and of each command: examples first, exit codes last."""

from __future__ import annotations

import inspect
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

import typer
from typer._click import Command, Context
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from msgen.cli import exit_codes
from msgen.cli.ending import Interrupted
from msgen.cli.page import Page, Section
from msgen.cli.usage_errors import no_such_command

NARROWEST, WIDEST = 40, 80

SUMMARY = "From one description of a microservice system to the repositories that run it."
EXAMPLES = (
    ("msgen new shop --spec shop.yaml", "generate a system"),
    ("msgen up shop", "run it on this machine"),
    ("msgen explain . --spec shop", "where its values come from"),
)
FOOTER = "`msgen COMMAND --help` has examples, options and exit codes. Guide and reference: docs/"


class PagedCommand(TyperCommand):
    """A command whose help is made of its page, its docstring and its parameters."""

    page: ClassVar[Page]

    def get_help(self, ctx: Context) -> str:
        parameters = self.get_params(ctx)
        arguments = [each for each in parameters if isinstance(each, TyperArgument)]
        options = [each for each in parameters if isinstance(each, TyperOption) and not each.hidden]
        exits = {**self.page.exits, **exit_codes.OF_EVERY_COMMAND}
        usage = " ".join(["Usage:", ctx.command_path, "[OPTIONS]", *(_usage_of(each) for each in arguments)])
        blocks = [
            [f"  {example}" for example in self.page.examples],
            *([*_wrapped(paragraph)] for paragraph in inspect.cleandoc(self.help or "").split("\n\n")),
            [usage],
            _table("Arguments:", [(each.display_name_raw, each.help or "") for each in arguments]),
            _table("Options:", [(_option(each), each.help or "") for each in options]),
            _table("Exit codes:", [(str(code), meaning) for code, meaning in sorted(exits.items())]),
        ]
        return "\n\n".join("\n".join(block) for block in blocks if block)


def with_page(page: Page) -> type[PagedCommand]:
    """The class of a command with this page."""
    return type("PagedCommand", (PagedCommand,), {"page": page})


class CommandGroup(TyperGroup):
    """`msgen` itself."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: Context | None = None, **extra: Any
    ) -> Context:
        with _interruptible():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: Context) -> Any:
        with _interruptible():
            return super().invoke(ctx)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            print(self.get_help(ctx))
            raise typer.Exit
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise no_such_command(args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: Context) -> str:
        options = [each for each in self.get_params(ctx) if isinstance(each, TyperOption) and not each.hidden]
        column = max(len(line) for line, _ in EXAMPLES) + 2
        blocks = [
            _wrapped(SUMMARY),
            [_fitting(f"  {line:<{column}}{said}", f"  {line}") for line, said in EXAMPLES],
            ["Usage: msgen [OPTIONS] COMMAND"],
            list(self._sections()),
            _table("Options:", [(_option(each), (each.help or "").partition(",")[0]) for each in options]),
            _wrapped(FOOTER),
        ]
        return "\n\n".join("\n".join(block) for block in blocks)

    def _sections(self) -> Iterator[str]:
        """A line for each section with the names of its commands."""
        commands = sorted(
            (each for each in self.commands.values() if isinstance(each, PagedCommand)),
            key=lambda each: each.name or "",
        )
        column = max(map(len, Section)) + 2
        for section in Section:
            names = [each.name or "" for each in commands if each.page.section == section]
            if names:
                line = f"{section:<{column}}{'  '.join(names)}"
                yield from textwrap.wrap(line, _width(), subsequent_indent=" " * column)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Typer would end silently."""
    try:
        yield
    except KeyboardInterrupt as error:
        raise Interrupted from error


def _fitting(line: str, shorter: str) -> str:
    return line if len(line) <= _width() else shorter


def _usage_of(argument: TyperArgument) -> str:
    return argument.display_name_raw if argument.required else f"[{argument.display_name_raw}]"


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


def _wrapped(paragraph: str) -> list[str]:
    return textwrap.wrap(paragraph.replace("\n", " "), _width(), break_long_words=False, break_on_hyphens=False)


def _width() -> int:
    return max(NARROWEST, min(shutil.get_terminal_size().columns, WIDEST))
