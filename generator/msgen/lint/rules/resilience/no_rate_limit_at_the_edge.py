"""RES14: an operation that anybody may call as often as they like."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgen.lint.rates import ceiling
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Operation

LEAST = Decimal(100)
"""As the profile `production` derives it: twice the load, and no less than this."""


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        if service.exposure != "public":
            continue
        for operation in service.operations:
            if operation.rate_limit is None:
                yield Smell(operation.object_path, "public, and takes any rate", fixes=(_fix(review, operation),))


def _fix(review: Review, operation: Operation) -> Fix:
    load = review.analysis.load
    if not operation.is_written:
        return Fix(f"write the operations of {operation.service}, each with a `rate_limit`")
    if not load.known:
        return Fix("write a `rate_limit`; with the `peak` of a journey it can be computed")
    limit = f"{ceiling(max(LEAST, 2 * load.operations[operation.object_path]))}/s"
    return Fix(f"set `rate_limit` to {limit}", (Edit(f"{operation.object_path}.rate_limit", limit),))


RULE = Rule(
    id="RES14",
    title="No rate limit at the edge",
    severity="error",
    covers=("S4",),
    source="AWS Well-Architected; OWASP API Security",
    condition="an operation of a public API without `rate_limit`",
    fix="automatic",
    check=check,
)
