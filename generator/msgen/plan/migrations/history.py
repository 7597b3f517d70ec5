"""What a service's migrations did so far, and where the next one follows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from msgen.plan.migrations.steps import Step

_NONE: Mapping[str, str] = MappingProxyType({})


class History(Struct, frozen=True):
    """Nothing of it is there before the first generation."""

    steps: tuple[Step, ...] = ()
    """Of all migrations that msgen wrote, in their order."""
    heads: tuple[str, ...] = ()
    """The revisions that none of those on disk follows, people's own among them."""
    number: int = 0
    """The highest that a file on disk begins with."""
    rows: Mapping[str, str] = _NONE
    """Old name to new name of the aggregates that are renamed now."""
    fields: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    """The same for the fields of each aggregate and type, by its new name."""
