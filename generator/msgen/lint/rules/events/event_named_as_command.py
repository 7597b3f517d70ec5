"""EVT08: an event whose name does not say that something has happened."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.design.naming import words
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.events._participles import is_participle
from msgen.lint.smell import Smell


def check(review: Review) -> Iterator[Smell]:
    for context in review.topology.contexts.values():
        for event in context.events.values():
            last = words(event.name)[-1]
            if not is_participle(last):
                yield Smell(
                    event.object_path,
                    f"ends in `{last}`, which does not say what has happened",
                    hint=f"call it after the fact, in the past, with `was: {event.name}` for a while",
                )


RULE = Rule(
    id="EVT08",
    title="Event named as command",
    severity="info",
    covers=("S3",),
    source="EventStorming",
    condition="an event whose last word neither ends in `-ed` nor is an irregular past participle",
    fix="none",
    check=check,
)
