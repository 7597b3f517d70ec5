"""The kinds of commands: one with a page, one with commands below it, and `msgen` itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import typer
from typer._click import Command, Context
from typer._click.core import ParameterSource
from typer.core import TyperCommand, TyperGroup

from msgen.cli import help as help_text
from msgen.cli import manners
from msgen.cli.completion.parameters import complete_names
from msgen.cli.ending import Interrupted
from msgen.cli.page import Page
from msgen.cli.settings.applied import defaults, listen_to_variables
from msgen.cli.settings.check import refuse_unknown
from msgen.cli.settings.file import SettingsFile, settings_file
from msgen.cli.settings.told import FILE, tell_settings
from msgen.cli.usage import UsageError
from msgen.cli.usage_errors import no_such_command


class PagedCommand(TyperCommand):
    """A command whose help is made of its page, its docstring and its parameters."""

    page: ClassVar[Page]

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        complete_names(self.params)
        self.params += manners.hidden_options()

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        _take_settings(self, ctx)
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Context) -> str:
        return help_text.of_command(ctx.command_path, self.page, self.help or "", self.get_params(ctx))

    def invoke(self, ctx: Context) -> Any:
        tell_settings(ctx)
        return super().invoke(ctx)


class PagedGroup(TyperGroup):
    """A command that does something alone, and has commands below it."""

    page: ClassVar[Page]

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        complete_names(self.params)
        self.params += manners.hidden_options()

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        _take_settings(self, ctx)
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Context) -> str:
        return help_text.of_command(ctx.command_path, self.page, self.help or "", self.get_params(ctx), self.commands)

    def invoke(self, ctx: Context) -> Any:
        """Itself, or the command below it that is named; never both."""
        if not ctx._protected_args:
            tell_settings(ctx)
            return super().invoke(ctx)
        name, *rest = [*ctx._protected_args, *ctx.args]
        command = self.get_command(ctx, name)
        if command is None:
            raise no_such_command(f"{self.name} {name}", [f"{self.name} {each}" for each in self.list_commands(ctx)])
        self._refuse_options_before(ctx, name)
        with ctx, command.make_context(name, rest, parent=ctx) as below:
            return below.command.invoke(below)

    def _refuse_options_before(self, ctx: Context, name: str) -> None:
        """They would be passed over: a `--dry-run` before the command below would write."""
        for option in self.params:
            is_given = ctx.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE
            if is_given and option.expose_value:
                shown = max(option.opts, key=len)
                path = f"{ctx.command_path} {name}"
                raise UsageError(
                    f"`{shown}` stands before `{name}`, where it says nothing", f"write `{path} ... {shown}`"
                )


class Program(TyperGroup):
    """`msgen` itself."""

    pages: Mapping[str, Page]
    """Of the commands, which are built when they are asked for."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: Context | None = None, **extra: Any
    ) -> Context:
        with _interruptible():
            return super().make_context(info_name, args, parent, **extra)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            print(self._help(ctx, complete=False))
            raise typer.Exit
        ctx.meta[FILE] = None if ctx.resilient_parsing else settings_file(Path.cwd())
        _take_settings(self, ctx)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Context) -> Any:
        file: SettingsFile | None = ctx.meta[FILE]
        if file is not None:
            refuse_unknown(file, self)
        with _interruptible():
            return super().invoke(ctx)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise no_such_command(args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: Context) -> str:
        return self._help(ctx, complete=True)

    def _help(self, ctx: Context, *, complete: bool) -> str:
        return help_text.of_msgen(self.pages, self.get_params(ctx), complete=complete)


def _take_settings(command: Command, ctx: Context) -> None:
    """Before the command line is read, as it goes before them."""
    parameters = command.get_params(ctx)
    path = " ".join(ctx.command_path.split()[1:])
    listen_to_variables(parameters, path)
    ctx.default_map = defaults(parameters, path, ctx.meta.get(FILE))


@contextmanager
def _interruptible() -> Iterator[None]:
    """Typer would end silently."""
    try:
        yield
    except KeyboardInterrupt as error:
        raise Interrupted from error
