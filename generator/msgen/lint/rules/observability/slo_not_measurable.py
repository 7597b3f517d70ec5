"""OBS03: an objective that allows so few errors that chance decides whether it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from msgen.analysis.delivery import EXPECTED_ERRORS, errors_in_window
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell

_LONGEST = timedelta(days=90)
"""A window in which people still remember what happened."""
_PROBES = Fix("add requests that a prober makes, so that there is something to count")


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        slo, load = service.slo, review.analysis.capacity[service.name].lam
        if slo is None or slo.availability is None or not load:
            continue
        errors = errors_in_window(load, slo.window, slo.availability)
        if errors >= EXPECTED_ERRORS:
            continue
        days = Decimal(slo.window // timedelta(seconds=1)) / 86400
        yield Smell(
            f"{service.name}.slo",
            f"{float(load):.4g}/s in {float(days):.4g} days leave {float(errors):.3g} errors at {slo.availability}%: "
            f"below {EXPECTED_ERRORS}, chance decides",
            fixes=(*_fixes(f"{service.name}.slo", load, slo.window, slo.availability), _PROBES),
        )


def _fixes(path: str, load: Decimal, window: timedelta, promised: Decimal) -> Iterator[Fix]:
    """The shortest window and the highest objective that allow ten errors, where there is one that makes sense."""
    per_day = errors_in_window(load, timedelta(days=1), promised)
    if per_day > 0:
        days = int((EXPECTED_ERRORS / per_day).to_integral_value(ROUND_CEILING))
        if days <= _LONGEST.days:
            yield Fix(f"count over {days} days", (Edit(f"{path}.window", f"{days}d"),))
    requests = errors_in_window(load, window, Decimal(0))
    if not requests:
        return
    lower = (100 - 100 * EXPECTED_ERRORS / requests).quantize(Decimal("0.01"), ROUND_FLOOR).normalize()
    if lower > 0:
        yield Fix(f"promise {lower:f}%", (Edit(f"{path}.availability", f"{lower:f}%"),))


RULE = Rule(
    id="OBS03",
    title="SLO not measurable",
    severity="warning",
    covers=("S7",),
    source="The Site Reliability Workbook, on services with little traffic",
    condition="lam x `slo.window` x (1 - `slo.availability`) < 10 errors",
    fix="choice",
    check=check,
)
