"""RES04: a call in a chain that does not tell its callee how much time is left."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    calls = review.analysis.calls
    for site in calls.sites:
        if site.call.propagate_deadline:
            continue
        after, before = calls.of(site.callee), calls.to(site.caller)
        if not after and not before:
            continue
        path = f"{site.path}.deadline"
        chain = (site.caller, site.callee, after[0].callee) if after else (before[0].caller, site.caller, site.callee)
        yield Smell(
            path,
            "stands in a chain of calls and does not pass on the time that is left",
            because=chain,
            fixes=(Fix("pass it on: `propagate`", (Edit(path, "propagate"),)),),
        )


RULE = Rule(
    id="RES04",
    title="Deadline not propagated",
    severity="warning",
    covers=("S4",),
    source="Google SRE book and workbook",
    condition="`deadline: off` on a call in a chain of at least two synchronous calls",
    fix="automatic",
    check=check,
    off_in=("minimal",),
)
