"""Which settings count in a run, for those who ask with `--verbose`."""

from __future__ import annotations

import os

from typer._click import Context, Parameter
from typer._click.core import ParameterSource

from msgen.cli.manners import VERBOSE, is_wanted
from msgen.cli.output import say
from msgen.cli.settings.file import SettingsFile
from msgen.cli.settings.names import key_of, settable, variables_of

FILE = "msgen.settings"
"""Where the contexts of a run keep the file of settings."""


def tell_settings(ctx: Context) -> None:
    if not is_wanted(VERBOSE):
        return
    for option in settable(ctx.command.get_params(ctx)):
        said = origin(option, ctx) if option.expose_value else ""
        if said:
            say(f"setting: {max(option.opts, key=len)} from {said}")


def origin(option: Parameter, ctx: Context) -> str:
    """The variable or the place that gave an option its value; empty where neither did."""
    source = ctx.get_parameter_source(option.name or "")
    file: SettingsFile | None = ctx.meta.get(FILE)
    if source is ParameterSource.ENVIRONMENT:
        variables = variables_of(key_of(option), " ".join(ctx.command_path.split()[1:]))
        return next(f"`{variable}`" for variable in variables if os.environ.get(variable))
    if source is ParameterSource.DEFAULT_MAP and file is not None:
        return f"`{file.place(key_of(option))}`"
    return ""
