"""CAP05: an external system that is asked more often than it allows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgen.lint.rates import ceiling, rate
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.resilience._ways import tried_once
from msgen.lint.smell import Cost, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for name, quota in review.analysis.quotas.items():
        limit, lam, worst = quota.limit, quota.lam, quota.worst
        if limit is None or lam is None or worst is None or max(lam, worst) <= limit:
            continue
        is_over = lam > limit
        yield Smell(
            f"externals.{name}",
            f"peak {rate(lam)}, {rate(worst)} with retries, limit {rate(limit)}",
            severity="error" if is_over else "warning",
            cost=Cost((lam if is_over else worst) - limit, "requests/s"),
            fixes=tuple(_fixes(review, name, worst, is_over=is_over)),
        )


def _fixes(review: Review, name: str, worst: Decimal, *, is_over: bool) -> Iterator[Fix]:
    higher = f"{ceiling(worst)}/s"
    yield Fix(f"agree on a `rate_limit` of {higher}", (Edit(f"externals.{name}.rate_limit", higher),))
    if is_over:
        yield Fix("ask it less often: keep its answers, ask once for several requests, or leave out a call")
    else:
        yield Fix("try every call on the way to it once", tried_once(review, name))


RULE = Rule(
    id="CAP05",
    title="External quota",
    severity="error",
    covers=("S4",),
    source="msgen",
    condition="lam > `rate_limit` of the external system (error); the worst case with retries > it (warning)",
    fix="choice",
    check=check,
)
