"""AVL07: a service that cannot serve its peak once a zone is gone."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.capacity import left_without_zone
from msgen.lint.rates import rate
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Cost, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for name, capacity in review.analysis.capacity.items():
        lam, left, needed = capacity.lam, capacity.without_zone, capacity.maximum_for_zone_loss
        if lam is None or left is None or left >= lam:
            continue
        pods = left_without_zone(capacity.maximum, capacity.zones)
        yield Smell(
            name,
            f"the loss of one of {capacity.zones} zones leaves {pods} of {capacity.maximum} pods ({rate(left)}), "
            f"the peak is {rate(lam)}",
            cost=Cost(lam - left, "requests/s"),
            assumed=capacity.assumed,
            fixes=(Fix(f"raise `scaling.max` to {needed}", (Edit(f"{name}.scaling.max", needed),)),),
            follows_from=(("CAP01", name),),
        )


RULE = Rule(
    id="AVL07",
    title="Zone loss breaks capacity",
    severity="error",
    covers=("B14",),
    source="Azure mission-critical guidance and cloud patterns, static stability",
    condition="with `zones` > 1: (max - ceil(max / zones)) x per_pod < lam",
    fix="automatic",
    check=check,
)
