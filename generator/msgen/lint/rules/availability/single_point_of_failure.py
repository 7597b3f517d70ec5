"""AVL05: a store or a service of which there is one, and without which a critical journey fails."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.spof import SinglePoint
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.availability._promises import places_of
from msgen.lint.rules.availability._ways import way_to
from msgen.lint.smell import Edit, Fix, Smell

TWO = 2


def check(review: Review) -> Iterator[Smell]:
    for point in review.analysis.spof:
        if point.component.kind == "store":
            yield _smell(review, point, "one replica", _second_copy(review, point))
        elif "articulation point" in point.reasons:
            yield _smell(review, point, "one pod and no way round it", _second_pod(review, point))


def _smell(review: Review, point: SinglePoint, reason: str, fix: Fix) -> Smell:
    journey = review.topology.journeys[point.journeys[0]]
    return Smell(
        point.component.object_path,
        f"`{point.component.name}` has {reason}, {_needed_by(point)}",
        because=(journey.name, *way_to(review, journey.entries, point.component)),
        fixes=(fix, Fix(f"take `{point.component.name}` off the path: say what stands in where it is called")),
    )


def _needed_by(point: SinglePoint) -> str:
    *others, last = point.journeys
    return f"{', '.join(others)} and {last} need it" if others else f"{last} needs it"


def _second_copy(review: Review, point: SinglePoint) -> Fix:
    single = [place for place, store in places_of(review, point.component) if store.replicas < TWO]
    return Fix(f"give it {TWO} replicas", tuple(Edit(f"{place}.replicas", TWO) for place in single))


def _second_pod(review: Review, point: SinglePoint) -> Fix:
    path = f"{point.component.name}.scaling"
    maximum = review.topology.services[point.component.name].scaling.maximum
    higher = (Edit(f"{path}.max", TWO),) if maximum < TWO else ()
    return Fix(f"give it {TWO} pods at least", (*higher, Edit(f"{path}.min", TWO)))


RULE = Rule(
    id="AVL05",
    title="Single point of failure",
    severity="warning",
    covers=("S1",),
    source="Azure mission-critical guidance and cloud patterns",
    condition=(
        "on the hard path of a critical journey: a store with `replicas: 1`, or an articulation point of the hard "
        "graph with `scaling.min: 1`"
    ),
    fix="choice",
    check=check,
)
