"""How settings reach a command: as variables that its options read, and as other defaults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from typer._click import Parameter
from typer.core import TyperOption

from msgen.cli.settings.file import SettingsFile
from msgen.cli.settings.names import NOT_IN_A_FILE, key_of, settable, variables_of
from msgen.cli.usage import UsageError


def listen_to_variables(parameters: Iterable[Parameter], command: str) -> None:
    """From now on the options take their values from the environment, too."""
    for option in settable(parameters):
        option.envvar = variables_of(key_of(option), command)


def defaults(parameters: Iterable[Parameter], command: str, file: SettingsFile | None) -> dict[str, Any]:
    """What the file says instead of the options' own defaults; by the name of the parameter."""
    if file is None:
        return {}
    values = {**file.settings, **file.of_command(command)}
    return {
        option.name: _value(option, values[key_of(option)], file)
        for option in settable(parameters)
        if key_of(option) in values and option.name is not None
    }


def _value(option: TyperOption, value: Any, file: SettingsFile) -> Any:
    """The value as the option takes it; paths are meant from the file's folder."""
    if (key := key_of(option)) in NOT_IN_A_FILE:
        hint = f"give `--{key}`, or set `{variables_of(key, '')[-1]}`; see {file.place(key)}"
        raise UsageError(f"`{key}` cannot be set in a file: it would come along with what it trusts", hint)
    expected = "true or false" if option.is_flag else "a list of texts" if option.multiple else "a text"
    values = value if isinstance(value, list) and option.multiple else [value]
    if isinstance(value, bool) is not option.is_flag or not all(isinstance(each, bool | int | str) for each in values):
        raise UsageError(f"`{key}` must be {expected}", f"see {file.place(key)}")
    if option.is_flag:
        return value
    texts = [str(file.path.parent / each) if _is_path(option) else str(each) for each in values]
    return texts if option.multiple else texts[0]


def _is_path(option: TyperOption) -> bool:
    return option.type_descriptor.annotation in (Path, list[Path])


def unknown_settings(file: SettingsFile, known: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str, list[str]]]:
    """Keys that no option has, each with the table it stands in and the keys that are known there.

    `known` has the keys of each command; those of `msgen` itself stand under the empty name.
    """
    everywhere = sorted({key for keys in known.values() for key in keys})
    commands = sorted(name for name in known if name)
    for key, value in file.values.items():
        if not isinstance(value, dict):
            if key not in everywhere:
                yield file.table, key, everywhere
        elif key not in commands:
            yield file.table, key, commands
        else:
            own = sorted({*known[key], *known[""]})
            yield from ((f"{file.table}.{key}".lstrip("."), each, own) for each in value if each not in own)
