"""AVL01: a journey that promises more than what it cannot do without allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgen.analysis.availability import Availability, Component, minutes_lost
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.availability._promises import (
    largest,
    percent,
    raised,
    rounded_down,
    rounded_up,
    shortfall,
    spenders,
)
from msgen.lint.rules.availability._ways import way_to
from msgen.lint.smell import Cost, Edit, Fix, Smell
from msgen.topology.model import Journey


def check(review: Review) -> Iterator[Smell]:
    for name, journey in review.topology.journeys.items():
        availability = review.analysis.availability[name]
        target, value = availability.target, availability.value
        if target is None or value is None or value >= target:
            continue
        path = f"{journey.object_path}.availability"
        yield Smell(
            path,
            f"target {shortfall(target, value, 'hard dependencies allow')}; largest: {largest(availability)}",
            because=(name, *_way_to_the_largest(review, journey, availability)),
            cost=Cost(minutes_lost(value) - minutes_lost(target), "minutes"),
            assumed=availability.assumed,
            fixes=(
                *_later(review, journey, availability),
                *_better(review, availability, target, value),
                Fix(
                    f"lower the target to {percent(rounded_down(value))}",
                    (Edit(path, percent(rounded_down(value))),),
                ),
            ),
        )


def _way_to_the_largest(review: Review, journey: Journey, availability: Availability) -> tuple[str, ...]:
    return next(_ways_to_the_largest(review, journey, availability), ())


def _ways_to_the_largest(review: Review, journey: Journey, availability: Availability) -> Iterator[tuple[str, ...]]:
    for component in spenders(availability):
        yield way_to(review, journey.entries, component)


def _later(review: Review, journey: Journey, availability: Availability) -> Iterator[Fix]:
    """What need not be waited for: what a saga does anyway, else the last call on the way to a large part."""
    steps = {step.do: saga.name for saga in review.topology.sagas.values() for step in saga.steps}
    reached = {callee for entry in journey.entries for callee in review.analysis.calls.reached(entry, hard=True)}
    twice = [step for step in steps if step in reached]
    if twice:
        step = min(twice, key=lambda each: _allowed(review, each))
        yield Fix(f"take `{step}` out of the synchronous path, the saga `{steps[step]}` does it already")
        return
    for way in _ways_to_the_largest(review, journey, availability):
        called = [node for node in way[1:] if review.analysis.calls.to(node)]
        if called:
            yield Fix(f"take `{called[-1]}` out of the synchronous path: reach it later, or say what stands in")
            return


def _allowed(review: Review, operation: str) -> Decimal:
    return review.analysis.system_availability.of(operation).value or Decimal(0)


def _better(review: Review, availability: Availability, target: Decimal, value: Decimal) -> Iterator[Fix]:
    """As few as possible of the largest parts, raised to what the target needs of each of them."""
    rest, largest_parts = value, spenders(availability)
    for count, component in enumerate(largest_parts, 1):
        if not component.availability:
            return
        rest = rest / component.availability * 100
        level = rounded_up((target / rest) ** (Decimal(1) / count) * 100)
        if level < 100:
            yield _raise(review, largest_parts[:count], level)
            return


def _raise(review: Review, components: Sequence[Component], level: Decimal) -> Fix:
    names = ", ".join(f"`{component.name}`" for component in components)
    return Fix(
        f"raise {names} to {percent(level)}" + (" each" if len(components) > 1 else ""),
        tuple(edit for component in components for edit in raised(review, component, level)),
    )


RULE = Rule(
    id="AVL01",
    title="Journey target not reachable",
    severity="error",
    covers=("S1", "S7"),
    source="The Calculus of Service Availability (ACM Queue, 2017)",
    condition="`availability` of a journey > the product of A(x) over its hard dependencies x, each unique one once",
    fix="choice",
    check=check,
)
