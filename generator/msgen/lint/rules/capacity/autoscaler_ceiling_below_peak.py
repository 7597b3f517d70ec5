"""CAP01: a service whose most pods cannot serve its peak."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.rates import rate
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Cost, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for name, capacity in review.analysis.capacity.items():
        lam, provision = capacity.lam, capacity.provision
        if lam is None or provision is None or capacity.ceiling >= lam:
            continue
        yield Smell(
            name,
            f"peak {rate(lam)} needs {capacity.pods} pods at {rate(capacity.per_pod)}, "
            f"max is {capacity.maximum} ({rate(capacity.ceiling)})",
            cost=Cost(lam - capacity.ceiling, "requests/s"),
            assumed=capacity.assumed,
            fixes=(
                Fix(
                    f"raise `scaling.max` to {provision}, the pods that the peak needs at the target utilisation",
                    (Edit(f"{name}.scaling.max", provision),),
                ),
            ),
        )


RULE = Rule(
    id="CAP01",
    title="HPA ceiling below peak",
    severity="error",
    covers=("S1", "S6", "B14"),
    source="Google SRE book and workbook",
    condition="max x per_pod < lam(s)",
    fix="automatic",
    check=check,
)
