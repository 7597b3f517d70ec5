"""COM05: a service that keeps nothing and turns many events of others into many of its own."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Fix, Smell

FLOWS = 5
"""The most message flows on each side."""


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for service in topology.services.values():
        heard = dict.fromkeys(subscription.event for subscription in service.subscriptions)
        foreign = [event for event in heard if set(topology.event(event).publishers) - {service.name}]
        sent = len(service.publishes)
        if len(foreign) > FLOWS and sent > FLOWS and not service.aggregates:
            yield Smell(
                service.name,
                f"keeps nothing, hears {len(foreign)} events of others and publishes {sent} of its own",
                fixes=(
                    Fix("let those who need an event subscribe to it at its source, and translate it themselves"),
                    Fix("move each flow to the context whose model it translates into"),
                ),
            )


RULE = Rule(
    id="COM05",
    title="ESB in disguise",
    severity="error",
    covers=("S3",),
    source=(
        "Taibi, Lenarduzzi, Pahl, taxonomy of anti-patterns; Brogi, Neri, Soldani, Zimmermann, multivocal review of "
        "smells (ESB misuse)"
    ),
    condition="a service without aggregates hears more than 5 events of others and publishes more than 5 events",
    fix="choice",
    check=check,
)
