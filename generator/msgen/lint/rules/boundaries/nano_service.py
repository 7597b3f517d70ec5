"""BND02: a service that keeps nothing, does one thing, and does it for one caller."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Fix, Smell
from msgen.topology.model import Service

SHARE = 80
"""Percent of the calls to it that one caller may make."""


def check(review: Review) -> Iterator[Smell]:
    callers: dict[str, Counter[str]] = {}
    for site in review.analysis.calls.sites:
        if site.call.target != site.service:
            callers.setdefault(site.call.target, Counter())[site.service] += 1
    for service in review.topology.services.values():
        if not _does_little(service) or service.name not in callers:
            continue
        calls = callers[service.name]
        caller, most = calls.most_common(1)[0]
        if 100 * most > SHARE * calls.total():
            yield Smell(
                service.name,
                f"keeps nothing, does one thing, and {most} of {calls.total()} calls to it come from `{caller}`",
                fixes=(Fix(f"merge it into {caller}"),),
            )


def _does_little(service: Service) -> bool:
    keeps_nothing = not service.aggregates and not service.read_models
    return keeps_nothing and service.role == "service" and len(service.operations) <= 1


RULE = Rule(
    id="BND02",
    title="Nano service",
    severity="warning",
    covers=("S2", "B2"),
    source="Taibi, Lenarduzzi, Pahl, taxonomy of anti-patterns; MSANose (greedy service)",
    condition=(
        "a service of the role `service` without aggregates and read models has one operation at most, and more than "
        "80% of the calls to it come from one caller"
    ),
    fix="choice",
    check=check,
)
