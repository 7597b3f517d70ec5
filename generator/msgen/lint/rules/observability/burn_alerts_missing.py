"""OBS02: an objective that nobody is told about in time when it is being missed."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell

_WHY = {
    "single": "one window is either late or full of false alarms",
    "none": "nobody is told when the error budget burns",
}


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        if service.slo is None or service.slo.alerts == "multi-window":
            continue
        path = f"{service.name}.slo.alerts"
        yield Smell(
            path,
            f"`alerts` is `{service.slo.alerts}`: {_WHY[service.slo.alerts]}",
            fixes=(Fix("set `alerts` to `multi-window`", (Edit(path, "multi-window"),)),),
        )


RULE = Rule(
    id="OBS02",
    title="Burn alerts missing",
    severity="warning",
    covers=("S7",),
    source="The Site Reliability Workbook, chapter Alerting on SLOs",
    condition="an `slo` whose `alerts` are not `multi-window`: 14.4x over 1 h, 6x over 6 h, 3x over 1 d, 1x over 3 d",
    fix="automatic",
    check=check,
)
