"""DAT01: an operation that writes its store and the broker without one transaction around both."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.data._engines import has_transactions
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Service


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        if service.messaging.delivery != "direct":
            continue
        double = [f"`{item.name}`" for item in service.operations if item.writes and item.publishes]
        if double:
            yield Smell(
                f"{service.name}.messaging.delivery",
                f"a crash between writing and publishing leaves one without the other: {', '.join(double)}",
                fixes=(_fix(service),),
            )


def _fix(service: Service) -> Fix:
    """An outbox needs transactions; the log of a store gives its events without them."""
    path = f"{service.name}.messaging.delivery"
    if has_transactions(service.store):
        return Fix("publish through an outbox", (Edit(path, "outbox"),))
    if service.store.exists:
        return Fix(f"publish what {service.store.engine} has logged", (Edit(path, "cdc"),))
    return Fix("give the service a `store` for an outbox, or let the service that keeps the data publish")


RULE = Rule(
    id="DAT01",
    title="Dual write",
    severity="error",
    covers=("S5",),
    source="microservices.io (Richardson), transactional outbox",
    condition="an operation with `writes` publishes an event in a service with `messaging.delivery: direct`",
    fix="automatic",
    check=check,
)
