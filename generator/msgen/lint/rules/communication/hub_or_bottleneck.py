"""COM04: a service on which much more hangs than on the others, or that most ways pass."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean, pstdev

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Fix, Smell

SERVICES = 8
"""A smaller system has no hub."""
DEGREE = 6
SHARE = 0.5
"""Of the ways of all journeys."""


def check(review: Review) -> Iterator[Smell]:
    degrees = {name: item.afferent + item.efferent for name, item in review.analysis.coupling.items()}
    if len(degrees) < SERVICES:
        return
    usual, spread = fmean(degrees.values()), pstdev(degrees.values())
    for name, degree in degrees.items():
        if degree > DEGREE and degree > usual + 2 * spread:
            message = f"{degree} neighbours, against {usual:.1f} on average (2 standard deviations: {2 * spread:.1f})"
            yield _smell(name, message)
    for name, share in (review.analysis.betweenness or {}).items():
        if share > SHARE:
            yield _smell(name, f"{share:.0%} of the ways of the journeys pass it, more than {SHARE:.0%}")


def _smell(name: str, message: str) -> Smell:
    return Smell(
        name,
        message,
        fixes=(
            Fix(f"split {name} along what its callers need it for"),
            Fix(f"let others keep what they ask {name} for, from its events"),
        ),
    )


RULE = Rule(
    id="COM04",
    title="Hub / bottleneck",
    severity="warning",
    covers=("S1",),
    source="Taibi, Lenarduzzi, Pahl, taxonomy of anti-patterns (hub-like dependency); Arcan",
    condition=(
        "from 8 services up: in-degree + out-degree > mean + 2 standard deviations and > 6, or betweenness > 0.5 of "
        "the ways of the journeys, weighted by their peaks"
    ),
    fix="choice",
    check=check,
)
