"""EVT04: a subscription that drops what fails for good, or tries it without end."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Subscription

RETRIES = 5
"""Where nothing is written."""


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        for subscription in service.subscriptions:
            path = f"{service.name}.subscribes.{subscription.event}"
            if reasons := _reasons(subscription):
                edits = tuple(_edits(path, subscription))
                cure = " and ".join(f"`{edit.path.rpartition('.')[2]}: {edit.value}`" for edit in edits)
                yield Smell(path, " and ".join(reasons), fixes=(Fix(f"write {cure}", edits),))


def _reasons(subscription: Subscription) -> list[str]:
    found = []
    if not subscription.dead_letter:
        found.append("what fails for good is lost")
    if subscription.retries is None:
        found.append("a message that always fails is delivered without end")
    return found


def _edits(path: str, subscription: Subscription) -> Iterator[Edit]:
    if not subscription.dead_letter:
        yield Edit(f"{path}.dead_letter", "on")
    if subscription.retries is None:
        yield Edit(f"{path}.retries", RETRIES)


RULE = Rule(
    id="EVT04",
    title="No dead letter / unbounded retry",
    severity="error",
    covers=("S4",),
    source="Azure cloud design patterns; microservices.io (Richardson)",
    condition="a subscription with `dead_letter: off` or `retries: unlimited`",
    fix="automatic",
    check=check,
)
