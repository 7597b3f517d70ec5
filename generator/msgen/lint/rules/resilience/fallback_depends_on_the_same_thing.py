"""RES17: a fallback that is down whenever it is needed."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Smell


def check(review: Review) -> Iterator[Smell]:
    for site in review.analysis.calls.soft:
        stand_in = site.call.fallback.to if site.call.fallback else None
        if stand_in is None:
            continue
        shared = review.analysis.hard_closure(stand_in) & review.analysis.hard_closure(site.callee)
        if shared:
            names = ", ".join(sorted(component.name for component in shared))
            yield Smell(
                f"{site.path}.fallback",
                f"{stand_in} needs {names}, and so does {site.callee}: while it is down neither answers",
                hint="let something answer that needs none of this: the last good answer, a fixed one, a part of it",
                because=(site.caller, site.callee, stand_in),
            )


RULE = Rule(
    id="RES17",
    title="Fallback depends on the same thing",
    severity="error",
    covers=("S4", "B7"),
    source="Amazon Builders' Library, avoiding fallback",
    condition=(
        "the hard closure of `fallback.to` and that of the callee have a component in common: a service, store, "
        "external system or, with `delivery: direct`, the broker"
    ),
    fix="none",
    check=check,
)
