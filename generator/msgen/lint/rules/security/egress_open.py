"""SEC04: an external system for which no egress rule is made."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for external in review.topology.externals.values():
        if external.egress:
            continue
        path = f"externals.{external.name}"
        yield Smell(
            path,
            "no egress rule is made for it, so pods reach it only where everything outside is open to them",
            fixes=(Fix("set `egress` to `true`", (Edit(f"{path}.egress", True),)),),
        )


RULE = Rule(
    id="SEC04",
    title="Egress open",
    severity="warning",
    covers=("S6",),
    source="Ponce et al., security smells in microservices (KubeHound)",
    condition="an external system with `egress: false`",
    fix="automatic",
    check=check,
)
