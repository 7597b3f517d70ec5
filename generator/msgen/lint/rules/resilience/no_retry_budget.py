"""RES10: tries that nothing limits when many requests fail at once."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell

BUDGET = "20%"
"""The built-in one, which proxies use too."""


def check(review: Review) -> Iterator[Smell]:
    for site in review.analysis.calls.sites:
        path, retry = f"{site.path}.retry", site.call.retry
        if retry.attempts > 1 and retry.budget is None:
            yield Smell(
                path,
                f"up to {retry.attempts} times the load, for as long as the callee is down",
                fixes=(Fix(f"set `budget` to {BUDGET}", (Edit(f"{path}.budget", BUDGET),)),),
            )


RULE = Rule(
    id="RES10",
    title="No retry budget",
    severity="warning",
    covers=("S4",),
    source="Google SRE book and workbook; Amazon Builders' Library; Linkerd",
    condition="n > 1 with `budget: none`",
    fix="automatic",
    check=check,
)
