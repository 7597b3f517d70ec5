"""The text of a spec with every position."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from msgen.diagnostics import Finding, Location

Path = tuple[str | int, ...]
"""Keys and list indices, from the top of the spec."""


class Place(Struct, frozen=True):
    """Where an entry of the spec stands."""

    key: Location
    """Its key; of a list entry its first character."""
    value: Location
    """Its value; its key where the value is left empty."""
    raw: str | None = None
    """The text of a scalar as written, without its quotes."""
    offset: int | None = None
    """How many characters stand between `value` and the beginning of `raw` (a quote, or none);
    `None` where positions inside the scalar cannot be told."""
    used_at: Location | None = None
    """Where the alias stands, for an entry that comes from an anchor."""


class Document(Struct, frozen=True):
    """A spec as it was read: plain data, and for each entry its place."""

    data: Mapping[str, Any]
    """Texts, integers, floats, booleans, nulls, lists and maps with text keys."""
    places: Mapping[Path, Place]
    sources: Mapping[str, Sequence[str]]
    """The lines of each file, by its path relative to `folder`; `msgen.yaml` first."""
    contents: Mapping[str, bytes] = field(default_factory=dict)
    """The bytes of each of these files."""
    folder: str = ""
    """The folder of `msgen.yaml`, as given; empty for the current one or a text."""
    numbers: str | None = None
    """The text of `contracts/numbers.yaml`, where there is one."""
    findings: tuple[Finding, ...] = field(default=())
    """What is wrong already, without keeping the spec from being read on: duplicate keys, tags."""

    def nearest(self, path: Iterable[str | int]) -> Path:
        """The longest written path that follows `path`.

        Keys that a short form stands for are passed over: `store: postgres` is where `store.engine` is found.
        """
        known: Path = ()
        for part in path:
            longer = (*known, part)
            if longer in self.places:
                known = longer
        return known

    def place(self, path: Iterable[str | int]) -> Place:
        """The place of a path, or of its nearest written parent."""
        return self.places[self.nearest(path)]

    def location(self, path: Iterable[str | int]) -> Location:
        """The key of a path, or of its nearest written parent."""
        return self.place(path).key
