"""The settings that a spec writes: every value, and every list of plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from msgen.spec import Document
from msgen.spec.document import Path as YamlPath
from msgen.spec.editing.values import on_one_line


class Setting(Struct, frozen=True):
    path: YamlPath
    value: Any

    @property
    def name(self) -> str:
        """`services.orders.store`."""
        return ".".join(map(str, self.path))

    @property
    def written(self) -> str:
        """As it stands on one line."""
        return on_one_line(self.value)


def settings(document: Document) -> dict[str, Setting]:
    """By name, in the order of the spec; the version of the language is none."""
    found = (Setting(path, value) for path, value in _leaves((), document.data) if path != ("msgen",))
    return {setting.name: setting for setting in found}


def _leaves(path: YamlPath, value: Any) -> Iterator[tuple[YamlPath, Any]]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _leaves((*path, key), below)
    elif isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value):
        for number, below in enumerate(value):
            yield from _leaves((*path, number), below)
    else:
        yield path, value
