"""AVL06: a service or external system with which most of what users do is lost."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgen.lint.rates import number
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.availability._promises import path_of
from msgen.lint.smell import Smell

MOST = Decimal("0.5")
"""Of the traffic, what one failure may take."""
HINT = (
    "give the calls to it a fallback, or cut it in two by what the journeys need of it; what cannot be parted, run in "
    "several zones"
)


def check(review: Review) -> Iterator[Smell]:
    for blast in review.analysis.blast.all.values():
        if blast.component.kind not in ("pods", "external") or blast.share is None or blast.share <= MOST:
            continue
        yield Smell(
            path_of(blast.component),
            f"{number(blast.share * 100)}% of the journeys' peak traffic is lost while it is down: "
            f"{', '.join(blast.journeys)}",
            hint=HINT,
        )


RULE = Rule(
    id="AVL06",
    title="Blast radius",
    severity="warning",
    covers=("S1",),
    source="Azure mission-critical guidance and cloud patterns; AWS Well-Architected, bulkhead",
    condition="share of the journeys' peak traffic, weighted by criticality, that is lost with it > 50%",
    fix="none",
    check=check,
)
