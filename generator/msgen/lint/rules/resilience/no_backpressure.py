"""RES16: a consumer that takes messages faster than it finishes them."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell

USUAL = 100
"""The built-in limit."""


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        if service.subscriptions and service.messaging.queue is None:
            path = f"{service.name}.messaging.queue"
            yield Smell(
                path,
                "a pod takes every message that is there, until its memory ends",
                fixes=(Fix(f"set it to {USUAL}", (Edit(path, USUAL),)),),
            )


RULE = Rule(
    id="RES16",
    title="No backpressure",
    severity="warning",
    covers=("S4",),
    source="Google SRE book and workbook",
    condition="a service that subscribes with `messaging.queue: unbounded`",
    fix="automatic",
    check=check,
)
