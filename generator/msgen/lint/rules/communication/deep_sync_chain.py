"""COM02: a journey that waits for many calls behind each other."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Fix, Smell

LONG, TOO_LONG = 3, 5
"""The most calls behind each other, for a warning and for an error."""


def check(review: Review) -> Iterator[Smell]:
    for journey in review.topology.journeys.values():
        chains = [review.analysis.calls.longest_chain(entry) for entry in journey.entries]
        chain = max(chains, key=len)
        depth = len(chain) - 1
        if depth > LONG:
            caller, callee = chain[-2:]
            yield Smell(
                journey.object_path,
                f"waits for {depth} calls behind each other, more than {TOO_LONG if depth > TOO_LONG else LONG}",
                severity="error" if depth > TOO_LONG else "warning",
                because=(journey.name, *chain),
                fixes=(
                    Fix(f"let {caller} answer first and reach {callee} later, by an event"),
                    Fix(f"let {caller.partition('.')[0]} keep what it asks {callee.partition('.')[0]} for"),
                ),
            )


RULE = Rule(
    id="COM02",
    title="Deep sync chain",
    severity="error",
    covers=("S3",),
    source="Fallacies of distributed computing; Amazon Builders' Library",
    condition=(
        "longest path of synchronous calls from an entry of a journey, externals included > 3 (warning), > 5 (error)"
    ),
    fix="choice",
    check=check,
)
