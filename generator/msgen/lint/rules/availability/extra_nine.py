"""AVL03: a service whose dependencies may spend too much of its error budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgen.lint.rates import number
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.availability._dependencies import Dependency, Promise, promises
from msgen.lint.rules.availability._promises import percent, rounded_down
from msgen.lint.rules.availability._ways import broken_promises, promised_together
from msgen.lint.smell import Cost, Edit, Fix, Smell

OF_ONE = Decimal("0.1")
"""Of the budget, what one dependency may spend: it should be ten times better."""
OF_ALL = Decimal("0.5")
MINUTES_PER_PERCENT = 432
"""Of 30 days."""


def check(review: Review) -> Iterator[Smell]:
    journeys = broken_promises(review)
    for promise in promises(review):
        together = sum((item.minutes for item in promise.dependencies), Decimal(0))
        one, all_of_them = promise.minutes * OF_ONE, promise.minutes * OF_ALL
        missed = max(together - all_of_them, *(item.minutes - one for item in promise.dependencies))
        if missed <= 0:
            continue
        too_weak = [item for item in promise.dependencies if item.minutes > one]
        guilty = too_weak or promise.dependencies
        yield Smell(
            promise.service,
            _message(promise, too_weak, together),
            cost=Cost(missed, "minutes"),
            assumed=tuple(path for item in guilty for path in item.availability.assumed),
            fixes=tuple(_fixes(promise, guilty, together)),
            follows_from=promised_together(journeys, promise.service, (item.name for item in guilty)),
        )


def _message(promise: Promise, too_weak: Sequence[Dependency], together: Decimal) -> str:
    budget = f"of the {number(promise.minutes)} min/30 d that {percent(promise.slo)} leaves it"
    if not too_weak:
        return f"its hard dependencies may spend {number(together)} {budget}, more than half"
    parts = ", ".join(f"`{item.name}` {number(item.minutes)}" for item in too_weak)
    return f"{parts} {budget}: more than a tenth" + (" each" if len(too_weak) > 1 else "")


def _fixes(promise: Promise, guilty: Sequence[Dependency], together: Decimal) -> Iterator[Fix]:
    names = " and ".join(f"`{item.name}`" for item in guilty)
    yield Fix(f"say what stands in for {names}, or ask it for an availability one digit better")
    spent = max(together / OF_ALL, *(item.minutes / OF_ONE for item in promise.dependencies))
    possible = rounded_down(100 - spent / MINUTES_PER_PERCENT)
    if possible > 0:
        edit = Edit(f"{promise.service}.slo.availability", percent(possible))
        yield Fix(f"lower the objective to {percent(possible)}", (edit,))


RULE = Rule(
    id="AVL03",
    title="Extra-9 rule",
    severity="warning",
    covers=("S7",),
    source="The Calculus of Service Availability (ACM Queue, 2017)",
    condition=(
        "1 - A(d) > (1 - SLO) / 10 for a hard dependency d (another service or an external system), or the sum of all "
        "1 - A(d) > (1 - SLO) / 2"
    ),
    fix="choice",
    check=check,
)
