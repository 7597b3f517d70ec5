"""DEP02: a service with an objective whose pods may all stand on one node."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        if service.slo is None or service.deployment.spread != "none":
            continue
        path = f"{service.name}.deployment.spread"
        yield Smell(
            path,
            "an objective is promised, and all pods may stand on one node",
            fixes=(Fix("set `spread` to `zone`", (Edit(path, "zone"),)),),
        )


RULE = Rule(
    id="DEP02",
    title="No spread",
    severity="warning",
    covers=("B14",),
    source="kube-linter check no-anti-affinity",
    condition="`deployment.spread: none` on a service with an `slo`",
    fix="automatic",
    check=check,
)
