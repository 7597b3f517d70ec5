"""COM06: services that can only work, fail and be released together."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.graph import strongly_connected_components
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Smell

HARD, SERVICES = 0.7, 4
JOURNEYS = 60
"""Percent."""


def check(review: Review) -> Iterator[Smell]:
    hard, journeys = review.analysis.hard_share, review.topology.journeys.values()
    if hard is None or hard <= HARD or not journeys:
        return
    knots = _knots(review)
    locked = [
        journey.name for journey in journeys if any(_is_locked(review, entry, knots) for entry in journey.entries)
    ]
    if 100 * len(locked) > JOURNEYS * len(journeys):
        yield Smell(
            ".",
            f"{hard:.0%} of what services ask of each other is synchronous and without a fallback, and {len(locked)} "
            f"of {len(journeys)} journeys need {SERVICES} or more services at the same moment: {', '.join(locked)}",
            "replace calls by events where an answer can wait, and give the others a fallback; or build one service",
        )


def _is_locked(review: Review, entry: str, knots: frozenset[str]) -> bool:
    calls = review.analysis.calls
    services = review.topology.services
    chain = {path.partition(".")[0] for path in calls.longest_chain(entry, hard=True)} & services.keys()
    reached = {path.partition(".")[0] for path in (entry, *calls.reached(entry, hard=True))}
    return len(chain) >= SERVICES or not knots.isdisjoint(reached)


def _knots(review: Review) -> frozenset[str]:
    """The services of every large group in which each needs each."""
    graph: dict[str, dict[str, None]] = {}
    for site in review.analysis.calls.hard:
        graph.setdefault(site.service, {})[site.call.target] = None
    successors = {name: tuple(targets) for name, targets in graph.items()}
    groups = strongly_connected_components(review.topology.services, successors)
    return frozenset(name for group in groups if len(group) >= SERVICES for name in group)


RULE = Rule(
    id="COM06",
    title="Distributed monolith",
    severity="warning",
    covers=("S1", "S3"),
    source="Newman, Building Microservices and Monolith to Microservices; microservices.io (Richardson)",
    condition=(
        "calls without a fallback among all calls, saga steps and subscriptions between services > 0.7, and in more "
        "than 60% of the journeys 4 or more services stand in one chain or one cycle of such calls"
    ),
    fix="none",
    check=check,
)
