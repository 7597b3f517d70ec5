"""AVL04: a service that promises something and runs in one pod."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Cost, Edit, Fix, Smell
from msgen.topology.model import Scaling

ENOUGH = 2
"""Pods, so that one is left when another goes."""
MOST_ZONES = 3
"""A cluster of so many zones wants a pod in each."""


def check(review: Review) -> Iterator[Smell]:
    zones = review.topology.platform.zones
    wanted = MOST_ZONES if zones >= MOST_ZONES else ENOUGH
    for service in review.topology.services.values():
        if service.slo is None or service.scaling.minimum != 1:
            continue
        yield Smell(
            service.name,
            "has an objective and may run in 1 pod: while that starts anew, nothing answers",
            cost=Cost(Decimal(wanted - 1), "pods"),
            fixes=(_fix(service.name, service.scaling, wanted),),
        )


def _fix(service: str, scaling: Scaling, wanted: int) -> Fix:
    higher = (Edit(f"{service}.scaling.max", wanted),) if scaling.maximum < wanted else ()
    text = f"raise `scaling.min` to {wanted}" + (f" and `scaling.max` to {wanted}" if higher else "")
    return Fix(text, (*higher, Edit(f"{service}.scaling.min", wanted)))


RULE = Rule(
    id="AVL04",
    title="Single replica under an SLO",
    severity="error",
    covers=("S4", "B14"),
    source="AWS Well-Architected; kube-linter minimum-three-replicas",
    condition="a service with `slo` and `scaling.min: 1`",
    fix="automatic",
    check=check,
    off_in=("minimal",),
)
