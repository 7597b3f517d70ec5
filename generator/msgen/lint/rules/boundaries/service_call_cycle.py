"""BND06: synchronous calls that lead back to where they began."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgen.analysis.calls import CallSite
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.boundaries._ways import shortest_way
from msgen.lint.smell import REMOVED, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    analysis = review.analysis
    worst: set[str] = set()
    for group in analysis.operation_loops:
        sites = [site for operation in group for site in analysis.calls.of(operation) if site.callee in group]
        if len(group) == 1:
            continue
        worst |= {site.service for site in sites}
        lightest = _lightest(review, sites)
        way = shortest_way(lightest.callee, lightest.caller, analysis.calls.graph)
        back = " -> ".join((lightest.caller, *way))
        yield _smell(review, lightest, f"operations wait for themselves: {back}", (lightest.caller, *way), "error")
    yield from _of_services(review, worst)


def _of_services(review: Review, worst: set[str]) -> Iterator[Smell]:
    """Services whose operations lead back to them, but never to the same operation."""
    loops = [frozenset(group) for group in review.analysis.service_loops if worst.isdisjoint(group)]
    group_of = {name: group for group in loops for name in group}
    inside: dict[frozenset[str], list[CallSite]] = {group: [] for group in loops}
    for site in review.analysis.calls.sites:
        group = group_of.get(site.service, frozenset())
        if site.call.target in group and site.call.target != site.service:
            inside[group].append(site)
    for sites in inside.values():
        graph: dict[str, list[str]] = {}
        for site in sites:
            graph.setdefault(site.service, []).append(site.call.target)
        lightest = _lightest(review, sites)
        way = (lightest.service, *shortest_way(lightest.call.target, lightest.service, graph))
        yield _smell(review, lightest, f"services call each other in a circle: {' -> '.join(way)}", way, "warning")


def _lightest(review: Review, sites: Iterable[CallSite]) -> CallSite:
    """The call with the least load; without one the last in the order of the spec."""
    return min(reversed(list(sites)), key=lambda site: review.analysis.load.calls[site.path])


def _smell(
    review: Review, site: CallSite, message: str, because: tuple[str, ...], severity: Literal["error", "warning"]
) -> Smell:
    return Smell(site.path, message, severity=severity, because=because, fixes=tuple(_fixes(review, site)))


def _fixes(review: Review, site: CallSite) -> Iterator[Fix]:
    caller, callee = site.service, site.call.target
    yield Fix(
        f"replace this call by an event that {caller} publishes, or keep what it asks for from events of {callee}"
    )
    operations = (item for item in review.topology.services[caller].operations if item.object_path == site.caller)
    for event in (event for operation in operations for event in operation.publishes):
        edits = (Edit(site.path, REMOVED), Edit(f"{callee}.subscribes", event, append=True))
        yield Fix(f"let {callee} hear {event} instead of being called", edits)


RULE = Rule(
    id="BND06",
    title="Service call cycle",
    severity="error",
    covers=("S1", "S3"),
    source=(
        "Taibi, Lenarduzzi, Pahl, taxonomy of anti-patterns; MSANose; "
        "Brogi, Neri, Soldani, Zimmermann, multivocal review of smells"
    ),
    condition=(
        "two or more operations reach each other through synchronous calls (error); two or more services do, and none "
        "of their operations (warning)"
    ),
    fix="choice",
    check=check,
)
