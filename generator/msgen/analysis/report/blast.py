"""What is lost with each component, and which of them there is only one of (AVL05, AVL06)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgen.analysis.report.figures import Figures, percent_or_none
from msgen.analysis.report.scope import Scope


@dataclass(frozen=True, slots=True)
class ComponentBlast(Figures):
    """The journeys that fail while a component is down."""

    component: str
    """As shown: `payments-db`."""
    path: str
    """Object path."""
    kind: str
    share_percent: float | None
    """Of all peak rates, weighted by criticality; `null` where no journey has a peak."""
    journeys: tuple[str, ...]
    explain: str
    """What `msgen explain` derives the figure for."""


@dataclass(frozen=True, slots=True)
class SinglePointOfFailure(Figures):
    """A component that a critical journey cannot do without, and of which there is one."""

    component: str
    path: str
    """Object path."""
    reasons: tuple[str, ...]
    """`one pod`, `one replica`, `articulation point`."""
    journeys: tuple[str, ...]


def component_blasts(scope: Scope) -> Iterator[ComponentBlast]:
    for path, blast in scope.analysis.blast.all.items():
        if scope.has_component(blast.component):
            yield ComponentBlast(
                component=blast.component.name,
                path=path,
                kind=blast.component.kind,
                share_percent=percent_or_none(blast.share),
                journeys=blast.journeys,
                explain=f"{path}.blast",
            )


def single_points_of_failure(scope: Scope) -> Iterator[SinglePointOfFailure]:
    for point in scope.analysis.spof:
        if scope.has_component(point.component):
            yield SinglePointOfFailure(
                component=point.component.name,
                path=point.component.object_path,
                reasons=point.reasons,
                journeys=point.journeys,
            )
