"""RES20: pods that are killed before they have answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from msgen.analysis.delivery import STOPPING, least_grace
from msgen.lint.durations import duration
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell

_SECOND = timedelta(seconds=1)


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        longest = max((operation.timeout for operation in service.operations), default=timedelta())
        needed, grace = least_grace(longest), service.deployment.grace
        if grace < needed:
            path, full = f"{service.name}.deployment.grace", duration(-(-needed // _SECOND) * _SECOND)
            yield Smell(
                path,
                f"killed after {duration(grace)}, but stopping takes {duration(STOPPING)} and an answer up to "
                f"{duration(longest)}",
                fixes=(Fix(f"set it to {full}", (Edit(path, full),)),),
            )


RULE = Rule(
    id="RES20",
    title="No graceful shutdown",
    severity="warning",
    covers=("S4", "S7"),
    source="Kubernetes documentation",
    condition="`deployment.grace` < 10 s (5 s preStop, 5 s to stop) + max D of the service",
    fix="automatic",
    check=check,
)
