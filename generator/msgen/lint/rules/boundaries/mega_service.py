"""BND03: a service that keeps too much, offers too much, or works for several parts of the business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Fix, Smell
from msgen.topology.model import Context, Service

AGGREGATES, OPERATIONS, SUBDOMAINS = 7, 25, 1
"""The most that one service may have."""


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        reasons = tuple(_reasons(service, review.topology.contexts))
        if reasons:
            yield Smell(service.name, ", ".join(reasons), fixes=(Fix(_split(review, service)),))


def _reasons(service: Service, contexts: Mapping[str, Context]) -> Iterator[str]:
    aggregates = len(service.aggregates)
    if aggregates > AGGREGATES:
        yield f"{aggregates} aggregates, more than {AGGREGATES}"
    operations = sum(operation.is_written for operation in service.operations)
    if operations > OPERATIONS:
        yield f"{operations} operations, more than {OPERATIONS}"
    subdomains = sorted({contexts[aggregate.context].subdomain for aggregate in service.aggregates})
    if len(subdomains) > SUBDOMAINS:
        yield f"aggregates of subdomains of {len(subdomains)} kinds: {', '.join(subdomains)}"


def _split(review: Review, service: Service) -> str:
    """Along the best cut that was found; what no operation touches together with another is in no group of it."""
    cuts = review.analysis.cuts
    groups = [
        [name for owner, _, name in (path.partition(".") for path in group) if owner == service.name]
        for group in (cuts.best.groups if cuts else ())
    ]
    own = [" and ".join(group) for group in groups if group]
    together = f", keeping together {' | '.join(own)}" if own else ""
    return f"split it by what its operations read and write together{together}"


RULE = Rule(
    id="BND03",
    title="Mega service",
    severity="warning",
    covers=("S2", "B2"),
    source="Taibi, Lenarduzzi, Pahl, taxonomy of anti-patterns",
    condition=(
        "a service has more than 7 aggregates, more than 25 written operations, or aggregates whose contexts are of "
        "two or more kinds of subdomain"
    ),
    fix="choice",
    check=check,
)
