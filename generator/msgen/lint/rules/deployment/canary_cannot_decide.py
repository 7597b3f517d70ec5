"""DEP03: a canary step that is over before it can have shown anything, or that looks at nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from msgspec import Struct

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
        steps = [_Step(each, load or None, _objective(service)) for each in service.deployment.steps]
        reasons = [reason for step in steps for reason in step.reasons]
        if reasons:
            path = f"{service.name}.deployment.steps"
            yield Smell(path, "; ".join(reasons), fixes=(_fix(path, steps),))


def _objective(service: Service) -> Decimal:
    promised = service.slo.availability if service.slo else None
    return _USUAL_SLO if promised is None else promised


def _fix(path: str, steps: list[_Step]) -> Fix:
    dwells = [step.enough for step in steps]
    if None in dwells:
        return Fix("promise less than 100% and give each step a share, or release without a canary")
    written = [step.written(dwell) for step, dwell in zip(steps, dwells, strict=True) if dwell is not None]
    listed = ", ".join(f"{step['share']} {step['dwell']}" for step in written)
    return Fix(f"give each step its time, and let `slo` decide where nothing does: {listed}", (Edit(path, written),))


class _Step(Struct, frozen=True):
    """A step at the load of its service; `None` where no journey gives one."""

    step: CanaryStep
    load: Decimal | None
    objective: Decimal

    @property
    def reasons(self) -> Iterator[str]:
        """What is wrong with it."""
        share, dwell = in_units("availability", self.step.share), in_units("dwell", self.step.dwell)
        if self.load is not None and self._is_short:
            seen, needed = self._seen, requests_to_decide(self.objective)
            enough = "no number shows" if needed is None else f"{needed:.0f} are needed to show"
            yield (
                f"{share} of {float(self.load):.6g}/s for {dwell} is {seen:.0f} requests, and {enough} an objective of "
                f"{self.objective}%"
            )
        if self.step.metric is None:
            yield f"nothing decides at {share}"

    @property
    def enough(self) -> timedelta | None:
        """Its time where that will do, else the time that it needs; `None` where none is long enough."""
        if self.load is None or not self._is_short:
            return self.step.dwell
        return dwell_to_decide(self.step.share, self.load, self.objective)

    def written(self, dwell: timedelta) -> dict[str, str]:
        metric = {} if self.step.metric in (None, "slo") else {"metric": str(self.step.metric)}
        return {"share": in_units("availability", self.step.share), "dwell": in_units("dwell", dwell), **metric}

    @property
    def _seen(self) -> Decimal:
        return requests_seen(self.step.share, self.load or Decimal(0), self.step.dwell)

    @property
    def _is_short(self) -> bool:
        needed = requests_to_decide(self.objective)
        return needed is None or self._seen < needed


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
