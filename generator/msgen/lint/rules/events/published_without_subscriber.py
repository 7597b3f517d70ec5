"""EVT02: an event that is published and that nobody hears."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.events._hearing import hearers
from msgen.lint.smell import Smell


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    heard = hearers(topology)
    for context in topology.contexts.values():
        for event in context.events.values():
            if event.publishers and not event.public and event.object_path not in heard:
                yield Smell(
                    event.object_path,
                    f"published by {', '.join(f'`{name}`' for name in event.publishers)}, but nobody subscribes to it",
                    hint="subscribe to it, write `public: true` if it is heard outside, or publish it no more",
                )


RULE = Rule(
    id="EVT02",
    title="Published, no subscriber",
    severity="warning",
    covers=("S3",),
    source="EventCatalog linter",
    condition="an event that a service publishes, that is not `public`, and that no subscription, read model, saga or "
    "waiting call takes",
    fix="none",
    check=check,
)
