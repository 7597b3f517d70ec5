"""A key in the file of settings that no option has is a mistake, and is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from typer._click import Command
from typer.core import TyperGroup

from msgen.cli.settings.applied import unknown_settings
from msgen.cli.settings.file import SettingsFile
from msgen.cli.settings.names import key_of, settable
from msgen.cli.usage import UsageError
from msgen.cli.usage_errors import did_you_mean


def refuse_unknown(file: SettingsFile, program: TyperGroup) -> None:
    """Loads all commands only where the one that is called does not know every key."""
    if not any(unknown_settings(file, known_keys(program))):
        return
    from msgen.cli.assembly import assembled

    for table, key, known in unknown_settings(file, known_keys(assembled())):
        where = f" in `{table}`" if table else ""
        hint = (
            did_you_mean(key, known) or "`msgen doctor` lists the settings; docs/reference/environment.md explains them"
        )
        raise UsageError(f"{file.place(key)}: there is no setting `{key}`{where}", hint)


def known_keys(program: TyperGroup) -> Mapping[str, Iterable[str]]:
    """The keys of each command; those of `msgen` itself under the empty name."""
    return {path: [key_of(option) for option in settable(command.params)] for path, command in commands_of(program)}


def commands_of(program: TyperGroup, path: str = "") -> Iterator[tuple[str, Command]]:
    """The program, every command, and those below, with their names."""
    yield path, program
    for name, command in program.commands.items():
        below = f"{path} {name}".strip()
        if isinstance(command, TyperGroup):
            yield from commands_of(command, below)
        else:
            yield below, command
