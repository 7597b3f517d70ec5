"""What was asked of an update."""

from __future__ import annotations

from msgspec import Struct

from msgen.merging.threeway.decide import Conflicts


class Wishes(Struct, frozen=True):
    """What was asked for on the command line."""

    conflicts: Conflicts = "inline"
    only: frozenset[str] = frozenset()
    """Services, by the names that they have now or had; empty for all of the system."""
    confirmed: frozenset[str] = frozenset()
    """Services whose removal is meant."""
    purge: bool = False
    trust: bool = False
