"""EVT05: a subscription that does not recognise a second delivery."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Service


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        for subscription in service.subscriptions:
            if subscription.idempotency == "none":
                path = f"{service.name}.subscribes.{subscription.event}"
                yield Smell(path, "may be delivered twice, and then has its effect twice", fixes=(_fix(path, service),))


def _fix(path: str, service: Service) -> Fix:
    """An inbox lies in the service's store; without one only its author can say that repetition does no harm."""
    if service.store.exists:
        return Fix("keep what was handled in an inbox", (Edit(f"{path}.idempotency", "inbox"),))
    return Fix("give the service a `store` for an inbox, or write `natural` where a second delivery changes nothing")


RULE = Rule(
    id="EVT05",
    title="Consumer not idempotent",
    severity="error",
    covers=("S5", "B6"),
    source="microservices.io (Richardson)",
    condition="a subscription with `idempotency: none`, since delivery is at least once",
    fix="automatic",
    check=check,
)
