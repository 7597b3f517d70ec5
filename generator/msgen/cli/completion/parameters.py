"""Which names complete which option or argument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from typer._click import Context, Parameter
from typer._click.shell_completion import CompletionItem
from typer.core import TyperArgument, TyperOption

from msgen.cli.settings.names import key_of

_KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "actor": ("actors",),
    "aggregate": ("aggregates",),
    "around": ("services",),
    "call": ("services", "operations", "externals"),
    "choose": ("rules",),
    "confirm": ("services",),
    "context": ("contexts",),
    "coordinator": ("services",),
    "down": ("services", "externals", "stores"),
    "entry": ("operations",),
    "journey": ("journeys",),
    "like": ("services",),
    "only": ("services",),
    "owner": ("teams",),
    "publish": ("events",),
    "publisher": ("services", "operations"),
    "reads": ("aggregates",),
    "sample": ("samples",),
    "service": ("services",),
    "subscribe": ("events",),
    "subscriber": ("services",),
    "trigger": ("events",),
    "writes": ("aggregates",),
})  # fmt: skip
"""Options by their key."""
_OF_ARGUMENTS: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType({
    ("add call", "FROM"): ("services", "operations"),
    ("add call", "TO"): ("services", "operations", "externals"),
    ("add operation", "SERVICE.NAME"): ("services",),
    ("blueprints new", "NAME"): ("blueprints",),
    ("explain", "PATH"): ("services", "operations", "journeys", "contexts", "rules"),
})  # fmt: skip
"""Arguments by their command and what they are called in its usage."""


def complete_names(parameters: Iterable[Parameter]) -> None:
    """From now on the parameters complete names, those that stand for one."""
    for parameter in parameters:
        if isinstance(parameter, TyperArgument) or _kinds(parameter, ""):
            parameter._custom_shell_complete = _completions


def _kinds(parameter: Parameter, command: str) -> tuple[str, ...]:
    if isinstance(parameter, TyperOption):
        return () if parameter.is_flag else _KINDS.get(key_of(parameter), ())
    return _OF_ARGUMENTS.get((command, str(parameter.metavar)), ())


def _completions(ctx: Context, parameter: Parameter, incomplete: str) -> list[CompletionItem]:
    """Nothing where the names cannot be found out: a shell that shows an error at Tab is no help."""
    kinds = _kinds(parameter, " ".join(ctx.command_path.split()[1:]))
    if not kinds:
        return []
    from msgen.cli.completion.names import names

    try:
        found = list(names(kinds, _spec(ctx)))
    except Exception:
        return []
    return [CompletionItem(name, help=about) for name, about in found if name.startswith(incomplete)]


def _spec(ctx: Context) -> Path:
    """What stands on the line for a spec; in front of an option without its value that is not parsed yet."""
    written = [Path(word) for word in ctx.args if Path(word).exists()]
    given = (ctx.params.get(name) for name in ("spec", "path"))
    return next((path for path in (*written, *given) if isinstance(path, Path)), Path())
