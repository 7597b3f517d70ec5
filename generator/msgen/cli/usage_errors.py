"""Typer's complaints about a command line, in the shape and the words of msgen's own errors.

The classes are private ones of Typer, whose version is pinned to one minor release.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from typer._click import Context, Parameter
from typer._click.exceptions import BadParameter, MissingParameter, NoSuchOption
from typer._click.exceptions import UsageError as TyperUsageError

from msgen.cli.usage import UsageError


def reworded(error: TyperUsageError) -> UsageError:
    command = error.ctx.command_path if error.ctx else "msgen"
    more = f"`{command} --help` shows how"
    match error:
        case NoSuchOption(option_name=option):
            known = list(_options(error.ctx)) if error.ctx else []
            return UsageError(f"`{command}` has no option `{option}`", did_you_mean(option, known) or more)
        case MissingParameter(param=parameter) if parameter is not None:
            return UsageError(f"`{command}` needs {parameter.display_name_raw}", more)
        case BadParameter(param=parameter) if parameter is not None:
            name = max(parameter.opts, key=len) if parameter.param_type_name == "option" else parameter.display_name_raw
            choices = [str(choice) for choice in parameter.type_descriptor.choices or ()]
            said = _plain(error.message)
            given = _giver(error.ctx, parameter)
            near = did_you_mean(said.split("`")[1], choices) if choices else ""
            return UsageError(f"`{name}`{given}: {said}", near or more)
        case _:
            return UsageError(_plain(error.message), more)


def no_such_command(written: str, known: list[str]) -> UsageError:
    return UsageError(
        f"there is no command `{written}`", did_you_mean(written, known) or f"there are: {', '.join(known)}"
    )


def unknown(kind: str, name: str, known: list[str]) -> UsageError:
    """There is nothing of that kind with that name."""
    return UsageError(f"there is no {kind} `{name}`", nearest(name, known))


def nearest(name: str, known: list[str]) -> str:
    """A hint with the nearest known name, or with all of them."""
    return did_you_mean(name, known) or (f"there are: {', '.join(known)}" if known else "the design has none")


def did_you_mean(written: str, known: list[str]) -> str:
    """A hint with the nearest known name; empty where none is near."""
    close = get_close_matches(written, known, n=1)
    return f"did you mean `{close[0]}`" if close else ""


def _giver(context: Context | None, parameter: Parameter) -> str:
    """Who gave a value that is not from the command line."""
    from msgen.cli.settings.told import origin

    found = origin(parameter, context) if context else ""
    return f" from {found}" if found else ""


def _options(context: Context) -> Iterator[str]:
    for parameter in context.command.get_params(context):
        if parameter.param_type_name == "option":
            yield from parameter.opts


def _plain(message: str) -> str:
    """
    >>> _plain("Value error, 'x' is not one of 'a', 'b'.")
    '`x` is not one of `a`, `b`'
    """
    said = message.removeprefix("Value error, ").removesuffix(".").replace("'", "`")
    return said[:1].lower() + said[1:]
