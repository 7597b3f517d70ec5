"""RES15: a rate limit that turns away what the journeys bring."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.rates import ceiling, rate
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Cost, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        for operation in service.operations:
            lam, limit = review.analysis.load.operations[operation.object_path], operation.rate_limit
            if limit is None or limit >= lam:
                continue
            path, enough = f"{operation.object_path}.rate_limit", f"{ceiling(lam)}/s"
            yield Smell(
                path,
                f"peak {rate(lam)}, limit {rate(limit)}",
                cost=Cost(lam - limit, "requests/s"),
                fixes=(
                    Fix(f"raise it to {enough}", (Edit(path, enough),)),
                    Fix("expect less: lower the `peak` or the `growth` of the journeys that lead here"),
                ),
            )


RULE = Rule(
    id="RES15",
    title="Rate limit below peak",
    severity="error",
    covers=("S4",),
    source="msgen",
    condition="`rate_limit` < lam(op)",
    fix="choice",
    check=check,
)
