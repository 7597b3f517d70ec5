"""Does each step of a canary release see enough requests to decide (DEP03)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from msgen.analysis.delivery import dwell_to_decide, requests_seen, requests_to_decide
from msgen.analysis.report.figures import Figures, number, number_or_none
from msgen.analysis.report.scope import Scope
from msgen.topology.model import CanaryStep, Service

USUAL_OBJECTIVE = Decimal("99.9")
"""For a service that promises no availability."""


@dataclass(frozen=True, slots=True)
class CanaryDwell(Figures):
    """A step of a canary release."""

    service: str
    step: int
    """From 1."""
    share_percent: float
    load_per_s: float | None
    """Of the whole service; `null` where no journey that comes here has a peak."""
    objective_percent: float
    """Of its SLO, or 99.9."""
    dwell_s: float
    requests_seen: float | None
    requests_needed: float | None
    """Ten errors are expected in them; `null` for an objective of 100 %."""
    dwell_needed_s: float | None
    decides: bool | None
    """`null` where the load is not known."""
    missing: tuple[str, ...]
    """Object paths of facts that nobody gave and without which there is no figure."""
    explain: str
    """What `msgen explain` derives the figure for."""


def objective(service: Service) -> Decimal:
    """The availability in percent that a release is held against."""
    promised = service.slo.availability if service.slo else None
    return USUAL_OBJECTIVE if promised is None else promised


def canary_dwells(scope: Scope) -> Iterator[CanaryDwell]:
    for name in scope.services:
        service = scope.analysis.topology.services[name]
        for number_of_step, step in enumerate(service.deployment.steps, 1):
            yield _dwell(scope, service, number_of_step, step)


def _dwell(scope: Scope, service: Service, number_of_step: int, step: CanaryStep) -> CanaryDwell:
    capacity = scope.analysis.capacity[service.name]
    lam, slo = capacity.lam, objective(service)
    seen = None if lam is None else requests_seen(step.share, lam, step.dwell)
    needed = requests_to_decide(slo)
    enough = None if lam is None else dwell_to_decide(step.share, lam, slo)
    return CanaryDwell(
        service=service.name,
        step=number_of_step,
        share_percent=number(step.share),
        load_per_s=number_or_none(lam),
        objective_percent=number(slo),
        dwell_s=step.dwell.total_seconds(),
        requests_seen=number_or_none(seen),
        requests_needed=number_or_none(needed),
        dwell_needed_s=None if enough is None else enough.total_seconds(),
        decides=None if seen is None else needed is not None and seen >= needed,
        missing=scope.missing_for(lam, [path for path in capacity.missing if path.endswith(".peak")]),
        explain=f"{service.name}.canary",
    )
