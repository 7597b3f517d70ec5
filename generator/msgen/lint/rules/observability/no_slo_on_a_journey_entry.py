"""OBS01: a journey begins at a service that promises nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msgen.analysis.availability import SystemAvailability
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.explanation import in_units
from msgen.topology.model import Journey

_USUAL = Decimal("99.9")
_LEVELS = tuple(map(Decimal, ("99.99", "99.95", "99.9", "99.8", "99.5", "99", "98", "95", "90")))


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    begun: dict[str, list[Journey]] = {}
    for journey in topology.journeys.values():
        for name in dict.fromkeys(entry.partition(".")[0] for entry in journey.entries):
            begun.setdefault(name, []).append(journey)
    for name, journeys in begun.items():
        if topology.services[name].slo is None:
            listed = ", ".join(f"`{journey.name}`" for journey in journeys)
            fix = _proposal(name, journeys, _bound(review.analysis.system_availability, name))
            yield Smell(name, f"{listed} begins here, and no objective says how well it has to work", fixes=(fix,))


def _bound(availability: SystemAvailability, service: str) -> Decimal | None:
    """That of its weakest hard dependency: to promise more is AVL02."""
    known = [each.value for each in availability.of_dependencies(service).values() if each.value is not None]
    return min(known, default=None)


def _proposal(service: str, journeys: list[Journey], bound: Decimal | None) -> Fix:
    """What the journeys promise, as far as the dependencies allow it; 99.9% where they promise nothing."""
    wanted = max((each.availability for each in journeys if each.availability is not None), default=_USUAL)
    if bound is not None and wanted > bound:
        reachable = next((level for level in _LEVELS if level <= bound), None)
        if reachable is None:
            return Fix(f"give it an `slo`; its dependencies allow {bound:.2f}% at most")
        wanted = reachable
    share = in_units("availability", wanted)
    slo: dict[str, Any] = {"availability": share}
    promised = share
    tail = min((each.latency_p99 for each in journeys if each.latency_p99 is not None), default=None)
    if tail is not None:
        slo["latency"] = {"p99": in_units("p99", tail)}
        promised = f"{share} and a p99 of {in_units('p99', tail)}"
    return Fix(f"promise {promised} in its `slo`", (Edit(f"{service}.slo", slo),))


RULE = Rule(
    id="OBS01",
    title="No SLO on a journey entry",
    severity="warning",
    covers=("S7",),
    source="Site Reliability Engineering, chapter Service Level Objectives",
    condition="the service of an entry of a journey has no `slo`",
    fix="automatic",
    check=check,
)
