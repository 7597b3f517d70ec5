"""MSH02: outlier detection may take out more pods than the load can spare."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgen.analysis.capacity import Capacity
from msgen.analysis.delivery import derived_ejection, pods_after_ejection
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import REMOVED, Cost, Edit, Fix, Smell

_EJECTION = "platform.mesh.max_ejection"


def check(review: Review) -> Iterator[Smell]:
    written = review.topology.platform.mesh.max_ejection
    for name, capacity in review.analysis.capacity.items():
        needed = capacity.pods
        if needed is None:
            continue
        share = written if written is not None else Decimal(derived_ejection(capacity.maximum, needed))
        left = pods_after_ejection(capacity.maximum, share)
        if left >= needed:
            continue
        yield Smell(
            name,
            f"{_rate(capacity.lam)} need {needed} pods of {_rate(capacity.per_pod)}, but {share:f}% may be taken out, "
            f"which leaves {left} of {capacity.maximum}",
            cost=Cost(Decimal(needed - left), "pods"),
            assumed=capacity.assumed,
            fixes=(_fix(capacity, needed),),
            follows_from=(("CAP01", name),),
        )


def _rate(rate: Decimal | None) -> str:
    return f"{float(rate or 0):.6g}/s"


def _fix(capacity: Capacity, needed: int) -> Fix:
    if capacity.maximum < needed:
        edit = Edit(f"{capacity.service}.scaling.max", capacity.provision)
        return Fix(f"set `scaling.max` to {capacity.provision}", (edit,))
    spared = derived_ejection(capacity.maximum, needed)
    return Fix(f"take `max_ejection` out: this service can then spare {spared}%", (Edit(_EJECTION, REMOVED),))


RULE = Rule(
    id="MSH02",
    title="Outlier ejection empties the pool",
    severity="warning",
    covers=("S6",),
    source="Envoy documentation, outlier detection",
    condition="`scaling.max` - floor(`mesh.max_ejection` x `scaling.max`) < ceil(lam / `per_pod`)",
    fix="automatic",
    check=check,
)
