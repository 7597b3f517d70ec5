"""AVL02: a service that promises more than one of those it cannot do without allows."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.calls import handler_path
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.availability._dependencies import Dependency, Promise, promises
from msgen.lint.rules.availability._promises import percent, rounded_down, shortfall, spenders
from msgen.lint.rules.availability._ways import broken_promises, promised_together, way_to
from msgen.lint.smell import Cost, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    journeys = broken_promises(review)
    for promise in promises(review):
        weakest = min(promise.dependencies, key=lambda dependency: dependency.value)
        if promise.slo <= weakest.value:
            continue
        possible = percent(rounded_down(weakest.value))
        yield Smell(
            f"{promise.service}.slo",
            f"promises {shortfall(promise.slo, weakest.value, f'its hard dependency `{weakest.name}` allows')}",
            because=_way_to_the_largest(review, promise, weakest),
            cost=Cost(weakest.minutes - promise.minutes, "minutes"),
            assumed=weakest.availability.assumed,
            fixes=(
                Fix(f"say what stands in for `{weakest.name}`: a `fallback` of the call"),
                Fix(
                    f"lower the objective to {possible}",
                    (Edit(f"{promise.service}.slo.availability", possible),),
                ),
            ),
            follows_from=promised_together(journeys, promise.service, (weakest.name,)),
        )


def _way_to_the_largest(review: Review, promise: Promise, dependency: Dependency) -> tuple[str, ...]:
    service = review.topology.services[promise.service]
    handlers = (handler_path(service.name, subscription.event) for subscription in service.subscriptions)
    starts = (*(operation.object_path for operation in service.operations), *handlers)
    return next((way_to(review, starts, component) for component in spenders(dependency.availability)), ())


RULE = Rule(
    id="AVL02",
    title="SLO above hard dependency's SLO",
    severity="error",
    covers=("S7",),
    source="The Calculus of Service Availability (ACM Queue, 2017)",
    condition="`slo.availability` > A(d) of one of its hard dependencies d",
    fix="choice",
    check=check,
)
