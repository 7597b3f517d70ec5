"""EVT09: a call that waits for an event which nobody else hears."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.events._hearing import hearers
from msgen.lint.smell import REMOVED, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    heard = hearers(topology)
    for service in topology.services.values():
        for call in service.calls():
            if call.await_reply is None:
                continue
            event = topology.event(call.await_reply)
            if event.public or heard[event.object_path] != {service.name}:
                continue
            path = f"{call.path}.await_reply"
            yield Smell(
                path,
                f"waits for `{event.name}`, which nobody else hears: it is an answer in disguise",
                fixes=(
                    Fix(f"let `{call.callee}` answer by itself", (Edit(path, REMOVED),)),
                    Fix("do not wait: let the caller subscribe to it and go on later"),
                ),
            )


RULE = Rule(
    id="EVT09",
    title="Passive-aggressive event",
    severity="info",
    covers=("S3",),
    source="Martin Fowler, on events that are meant as commands",
    condition="a call with `await_reply` for an event that no other service and nobody outside hears",
    fix="choice",
    check=check,
)
