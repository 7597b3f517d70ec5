"""Which settings count, where each comes from, and variables that look like settings and are none."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from typer.core import TyperGroup, TyperOption

from msgen.cli.health.checkup import Check, Setting
from msgen.cli.settings.check import commands_of
from msgen.cli.settings.file import SettingsFile
from msgen.cli.settings.names import PREFIX, key_of, settable, variables_of
from msgen.cli.settings.variables import OTHERS
from msgen.cli.usage_errors import did_you_mean

DEFAULT = "default"


def settings(
    program: TyperGroup, file: SettingsFile | None, environment: Mapping[str, str] = os.environ
) -> list[Setting]:
    """Those that are set first, then the defaults; commands with the same value and source together."""
    commands: dict[tuple[str, str, str], list[str]] = {}
    for path, command in commands_of(program):
        for option in settable(command.params):
            if path and not option.expose_value:
                continue
            value, source = _effective(option, path, file, environment)
            commands.setdefault((max(option.opts, key=len), value, source), []).append(path or "msgen")
    found = [Setting(option, tuple(names), value, source) for (option, value, source), names in commands.items()]
    return sorted(found, key=lambda setting: (setting.source == DEFAULT, setting.option, setting.commands))


def _effective(
    option: TyperOption, path: str, file: SettingsFile | None, environment: Mapping[str, str]
) -> tuple[str, str]:
    key = key_of(option)
    for variable in variables_of(key, path):
        if environment.get(variable):
            return environment[variable], variable
    values = {**file.settings, **file.of_command(path)} if file else {}
    if file is not None and key in values:
        return _text(values[key]), file.place(key)
    return _text(option.default), DEFAULT


def _text(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(_text, value))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def strange_variables(program: TyperGroup, environment: Mapping[str, str] = os.environ) -> Iterator[Check]:
    """Variables of ours that nothing reads."""
    known = set(OTHERS)
    for path, command in commands_of(program):
        for option in settable(command.params):
            known.update(variables_of(key_of(option), path))
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            near = did_you_mean(name, sorted(known))
            yield Check("variables", name, "warn", "nothing reads this variable", near or f"unset {name}")
