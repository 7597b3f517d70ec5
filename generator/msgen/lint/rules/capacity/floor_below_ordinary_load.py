"""CAP02: a service whose fewest pods serve neither an ordinary hour nor the way out of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgen.analysis.capacity import Capacity
from msgen.lint.rates import ceiling, rate
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Cost, Edit, Fix, Smell
from msgen.topology.model import Scaling


def check(review: Review) -> Iterator[Smell]:
    for name, capacity in review.analysis.capacity.items():
        ordinary, rise = capacity.ordinary, capacity.rise
        if ordinary is None or rise is None:
            continue
        scaling = review.topology.services[name].scaling
        if capacity.floor < ordinary:
            message = f"floor {rate(capacity.floor)} is below the ordinary load of {rate(ordinary)}"
            yield _smell(capacity, scaling, message, ordinary - capacity.floor, _without_rise(capacity))
        elif capacity.headroom < rise:
            message = (
                f"until a new pod serves the load gains {rate(rise)}, the fewest pods have room for "
                f"{rate(capacity.headroom)}"
            )
            yield _smell(capacity, scaling, message, rise - capacity.headroom, capacity.assumed_floor)


def _smell(capacity: Capacity, scaling: Scaling, message: str, missed: Decimal, assumed: tuple[str, ...]) -> Smell:
    return Smell(
        capacity.service,
        message,
        cost=Cost(missed, "requests/s"),
        assumed=assumed,
        fixes=(_fix(capacity, scaling),),
        follows_from=(("CAP01", capacity.service),),
    )


def _fix(capacity: Capacity, scaling: Scaling) -> Fix:
    needed = _pods(capacity, scaling)
    if needed is None:
        return Fix("lower `scaling.target`: at 100% no number of pods has anything left for a rising load")
    path = f"{capacity.service}.scaling"
    higher = (Edit(f"{path}.max", needed),) if needed > scaling.maximum else ()
    text = f"raise `scaling.min` to {needed}" + (f" and `scaling.max` to {needed}" if higher else "")
    return Fix(text, (*higher, Edit(f"{path}.min", needed)))


def _pods(capacity: Capacity, scaling: Scaling) -> int | None:
    """The fewest that serve the ordinary load and have room for what it gains; `None` where none have."""
    ordinary, rise = capacity.ordinary or Decimal(0), capacity.rise or Decimal(0)
    room = scaling.per_pod * (100 - scaling.target) / scaling.target
    if not room:
        return ceiling(ordinary / scaling.per_pod) if not rise else None
    return max(ceiling(ordinary / scaling.per_pod), ceiling(rise / room))


def _without_rise(capacity: Capacity) -> tuple[str, ...]:
    """The assumed facts of the ordinary load alone."""
    return tuple(path for path in capacity.assumed_floor if not path.endswith((".startup", ".ramp")))


RULE = Rule(
    id="CAP02",
    title="Floor below ordinary load",
    severity="warning",
    covers=("B14",),
    source="Kubernetes documentation, horizontal pod autoscaling",
    condition=(
        "min x per_pod < lam / `peak_factor`, or the growth until new pods serve exceeds the headroom: "
        "min x per_pod x (1 - target) / target < dlam/dt x (startup + 15 s)"
    ),
    fix="automatic",
    check=check,
)
