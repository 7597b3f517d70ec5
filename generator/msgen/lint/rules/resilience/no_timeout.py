"""RES01: a call that waits for ever."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.calls import CallSite
from msgen.lint.durations import duration
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.resilience._latency import enough_for
from msgen.lint.smell import Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for site in review.analysis.calls.sites:
        if site.call.timeout is None:
            yield Smell(
                f"{site.path}.timeout",
                f"waits for ever while {site.callee} does not answer",
                fixes=(_fix(review, site),),
            )


def _fix(review: Review, site: CallSite) -> Fix:
    enough = enough_for(review, site.callee)
    if enough is None:
        missing = ", ".join(review.analysis.system_latency.missing(site.callee))
        return Fix(f"set one: with {missing} given, the p99.9 of {site.callee} can be computed")
    text = f"set it to {duration(enough)}, the p99.9 of {site.callee}"
    return Fix(text, (Edit(f"{site.path}.timeout", duration(enough)),))


RULE = Rule(
    id="RES01",
    title="No timeout",
    severity="error",
    covers=("S4",),
    source=(
        "Taibi, Lenarduzzi, Pahl: taxonomy; Brogi, Neri, Soldani, Zimmermann: multivocal review of smells; "
        "Amazon Builders' Library"
    ),
    condition="`timeout: none` on a call",
    fix="automatic",
    check=check,
)
