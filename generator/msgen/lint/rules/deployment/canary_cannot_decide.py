"""DEP03: a canary step that is over before it can have shown anything, or that looks at nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msgen.analysis.delivery import dwell_to_decide, requests_seen, requests_to_decide
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.explanation import in_units
from msgen.topology.model import CanaryStep, Service

_USUAL_SLO = Decimal("99.9")


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        load = review.analysis.capacity[service.name].lam
        steps = [_Step(step, load or None, _objective(service)) for step in service.deployment.steps]
        reasons = [reason for step in steps for reason in step.reasons]
        if not reasons:
            continue
        path = f"{service.name}.deployment.steps"
        fix = Fix("promise less than 100%, or release without a canary")
        if all(step.can_be_mended for step in steps):
            listed = ", ".join(f"{step.share}: {step.time}" for step in steps)
            fix = Fix(
                f"give the steps time and let `slo` decide ({listed})", (Edit(path, [each.mended for each in steps]),)
            )
        yield Smell(path, "; ".join(reasons), fixes=(fix,))


def _objective(service: Service) -> Decimal:
    promised = service.slo.availability if service.slo else None
    return _USUAL_SLO if promised is None else promised


class _Step:
    """A step, what is wrong with it, and how it would be right."""

    def __init__(self, step: CanaryStep, load: Decimal | None, objective: Decimal) -> None:
        self.share = in_units("availability", step.share)
        self.reasons: list[str] = []
        self.can_be_mended = True
        dwell = step.dwell
        if load is not None:
            seen, needed = requests_seen(step.share, load, dwell), requests_to_decide(objective)
            if needed is None or seen < needed:
                enough = (
                    f"ten errors at {objective}% need {'more than ever come' if needed is None else f'{needed:.0f}'}"
                )
                shown = f"{self.share} of {load:.6g}/s for {in_units('dwell', dwell)}"
                self.reasons.append(f"{shown} is {seen:.0f} requests, and {enough}")
                longer = dwell_to_decide(step.share, load, objective)
                self.can_be_mended, dwell = longer is not None, longer or dwell
        if step.metric is None:
            self.reasons.append(f"nothing decides at {self.share}")
        self.time = in_units("dwell", dwell)
        metric = {} if step.metric in (None, "slo") else {"metric": step.metric}
        self.mended: dict[str, Any] = {"share": self.share, "dwell": self.time, **metric}


RULE = Rule(
    id="DEP03",
    title="Canary cannot decide",
    severity="warning",
    covers=("B13",),
    source="Google, canarying releases (Site Reliability Workbook)",
    condition="share x lam x `dwell` of a step < 10 / (1 - SLO) requests, or `metric: none`; without an SLO 99.9%",
    fix="automatic",
    check=check,
)
