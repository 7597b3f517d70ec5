"""OBS04: messages that do not say which request they belong to."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        if service.messaging.propagate:
            continue
        path = f"{service.name}.messaging.propagate"
        yield Smell(
            path,
            "the trace ends where a message begins",
            fixes=(Fix("set `propagate` to `true`", (Edit(path, True),)),),
        )


RULE = Rule(
    id="OBS04",
    title="Trace context lost",
    severity="warning",
    covers=("S7",),
    source="OpenTelemetry documentation, context propagation",
    condition="`messaging.propagate: false`",
    fix="automatic",
    check=check,
)
