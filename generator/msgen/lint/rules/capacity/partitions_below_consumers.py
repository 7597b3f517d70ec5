"""CAP06: fewer partitions than the consumers need to work side by side."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import ceil

from msgen.lint.rates import number
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Cost, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for name, found in review.analysis.partitions.items():
        path, partitions = f"{name}.messaging.partitions", found.partitions
        if partitions is None:
            continue
        needed = max(found.most_pods, ceil(found.busiest or 0))
        fix = Fix(f"set it to {needed}", (Edit(path, needed),))
        if partitions < found.most_pods:
            message = f"{partitions} for up to {found.most_pods} pods of {found.most_pods_of}: the others have none"
            yield Smell(path, message, cost=Cost(Decimal(found.most_pods - partitions), "pods"), fixes=(fix,))
        elif found.busiest is not None and partitions < found.busiest:
            busy = number(Decimal(found.busiest))
            message = f"{partitions}, but {found.busiest_of} has {busy} messages in work at once at the peak"
            yield Smell(path, message, assumed=found.assumed, fixes=(fix,))


RULE = Rule(
    id="CAP06",
    title="Partitions below consumers",
    severity="warning",
    covers=("S3",),
    source="Kafka documentation",
    condition=(
        "`messaging.partitions`, unless `none`, < the largest `scaling.max` of the consumers, or < lam_ev x the mean "
        "time of the handler"
    ),
    fix="automatic",
    check=check,
)
