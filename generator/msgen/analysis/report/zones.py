"""Does each service bear the loss of a zone at its peak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgen.analysis.report.figures import Figures, number_or_none
from msgen.analysis.report.scope import Scope


@dataclass(frozen=True, slots=True)
class ZoneLoss(Figures):
    """A service whose fullest zone is lost at the peak."""

    service: str
    zones: int
    load_per_s: float | None
    """`null` where no journey that comes here has a peak."""
    left_per_s: float | None
    """(max pods - ceil(max / zones)) x per pod; `null` with one zone."""
    bears_it: bool | None
    """`null` where one of the two is not known."""
    pods_max: int
    pods_max_needed: int | None
    """The smallest `scaling.max` that bears it; `null` with one zone, or without a load."""
    missing: tuple[str, ...]
    """Object paths of facts that nobody gave and without which there is no figure."""
    assumed: tuple[str, ...]
    """Object paths of facts that nobody gave and for which a default stands."""
    explain: str
    """What `msgen explain` derives the figure for."""


def zone_losses(scope: Scope) -> Iterator[ZoneLoss]:
    for name in scope.services:
        found = scope.analysis.capacity[name]
        unknown = found.lam is None or found.without_zone is None
        yield ZoneLoss(
            service=name,
            zones=found.zones,
            load_per_s=number_or_none(found.lam),
            left_per_s=number_or_none(found.without_zone),
            bears_it=None if unknown else (found.without_zone or 0) >= (found.lam or 0),
            pods_max=found.maximum,
            pods_max_needed=found.maximum_for_zone_loss,
            missing=scope.missing_for(found.lam, [path for path in found.missing if path.endswith(".peak")]),
            assumed=found.assumed,
            explain=f"{name}.zone_loss",
        )
