"""COM17: an external system that several services call directly."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    calls = review.analysis.calls
    for name in review.topology.externals:
        sites = (*calls.to(name), *calls.fallbacks.get(name, ()))
        callers = tuple(dict.fromkeys(site.service for site in sites))
        if len(callers) > 1:
            yield Smell(
                f"externals.{name}",
                f"{len(callers)} services call it directly: {', '.join(callers)}",
                fixes=(
                    Fix(f"put a service before {name} that alone calls it and speaks the words of the design"),
                    *(Fix(f"let {caller} alone call {name}, and the others call {caller}") for caller in callers),
                ),
            )


RULE = Rule(
    id="COM17",
    title="External not wrapped",
    severity="warning",
    covers=("S3", "S4"),
    source="Azure cloud patterns (anti-corruption layer)",
    condition="more than one service calls the same external system",
    fix="choice",
    check=check,
)
