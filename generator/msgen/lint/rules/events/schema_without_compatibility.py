"""EVT10: an event whose next version need not keep anything."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for context in review.topology.contexts.values():
        for event in context.events.values():
            if event.compatibility == "none":
                yield Smell(
                    event.object_path,
                    "its next version may break everyone who hears it",
                    fixes=(
                        Fix(
                            "write `compatibility: backward`", (Edit(f"{event.object_path}.compatibility", "backward"),)
                        ),
                    ),
                )


RULE = Rule(
    id="EVT10",
    title="Schema without compatibility mode",
    severity="warning",
    covers=("S3",),
    source="Confluent documentation",
    condition="an event with `compatibility: none`",
    fix="automatic",
    check=check,
)
