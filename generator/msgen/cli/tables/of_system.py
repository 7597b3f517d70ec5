"""What concerns the system as a whole: retries, ceilings, quotas, what is lost with what, coupling."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.report import Report
from msgen.analysis.report.ceilings import Ceiling
from msgen.analysis.report.coupling import SystemCoupling
from msgen.analysis.report.limits import ExternalQuota
from msgen.cli.tables.cells import amount, calls_in_line, listed, way
from msgen.cli.tables.table import ASSUMED, NONE, UNKNOWN, Table, figure, text

_NAMES = 12
"""Of the facts that nobody gave, the ones shown; JSON has all."""


def system_tables(report: Report) -> Iterator[Table]:
    yield _retries(report)
    yield _ceilings(report)
    yield _quotas(report)
    yield _blast(report)
    yield _single_points(report)
    yield _coupling(report)


def facts(report: Report) -> Table:
    """What nobody gave: what is missing for a figure, and what a default stands for."""
    notes = []
    if report.missing:
        notes.append(f"{UNKNOWN} not known: {_some(report.missing)}")
    if report.assumed:
        notes.append(f"{ASSUMED} rests on assumed facts: {_some(_together(report.assumed))}")
    return Table("Facts that nobody gave", (), (), tuple(notes))


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - _NAMES
    return f"{', '.join(names[:_NAMES])}{f', and {more} more (`--json` has all)' if more > 0 else ''}"


def _together(paths: tuple[str, ...]) -> tuple[str, ...]:
    """The two percentiles of a latency are one fact."""
    return tuple(dict.fromkeys(path.removesuffix(".p50").removesuffix(".p99") for path in paths))


def _retries(report: Report) -> Table:
    rows = [
        (item.leaf, amount(item.worst_factor), amount(item.budgeted_factor), way(calls_in_line(item.path)))
        for item in sorted(report.retries, key=lambda item: -item.worst_factor)
    ]
    columns = (text("leaf"), figure("worst factor"), figure("with budgets"), text("way"))
    return Table("Requests that arrive for one while everything fails", columns, tuple(rows))


def _ceilings(report: Report) -> Table:
    rows = [
        (
            item.of,
            item.kind,
            amount(item.load_per_s),
            amount(item.limit_per_s, assumed=item.assumed),
            _months(item),
        )
        for item in report.ceilings
        if item.load_per_s or item.missing
    ]
    columns = (text("set by"), text("kind"), figure("peak now /s"), figure("limit /s"), figure("months left"))
    return Table("Months until growth breaks each ceiling", columns, tuple(rows))


def _months(item: Ceiling) -> str:
    if item.load_per_s is None:
        return UNKNOWN
    return amount(item.months, NONE, assumed=item.assumed)


def _quotas(report: Report) -> Table:
    rows = [
        (
            item.external,
            amount(item.load_per_s),
            amount(item.worst_per_s),
            amount(item.limit_per_s),
            amount(item.months_to_limit, NONE),
            _quota_verdict(item),
        )
        for item in report.quotas
    ]
    columns = (
        text("external"),
        figure("peak load /s"),
        figure("with retries /s"),
        figure("quota /s"),
        figure("months left"),
        text("verdict"),
    )
    return Table("Quotas of external systems", columns, tuple(rows))


def _quota_verdict(item: ExternalQuota) -> str:
    if item.limit_per_s is None or item.load_per_s is None:
        return "not known"
    if item.load_per_s > item.limit_per_s:
        return f"above by {amount(item.load_per_s - item.limit_per_s)}/s"
    return "above with retries" if item.is_short else "fits"


def _blast(report: Report) -> Table:
    rows = [(item.component, item.kind, amount(item.share_percent), listed(item.journeys)) for item in report.blast]
    columns = (text("down"), text("kind"), figure("of journeys %"), text("journeys that fail"))
    notes = ("Shares are of the peak rates, weighted by criticality.",) if rows else ()
    return Table("Blast radius", columns, tuple(rows), notes)


def _single_points(report: Report) -> Table:
    rows = [(item.component, item.path, listed(item.reasons), listed(item.journeys)) for item in report.single_points]
    columns = (text("component"), text("object"), text("why"), text("critical journeys"))
    return Table("Single points of failure", columns, tuple(rows))


def _coupling(report: Report) -> Table:
    rows = [
        (
            item.service,
            str(item.afferent),
            str(item.efferent),
            f"{item.instability:.2f}",
            str(item.calls),
            str(item.saga_steps),
            str(item.subscriptions),
            amount(item.synchronous_percent),
        )
        for item in report.coupling
    ]
    columns = (
        text("service"),
        figure("Ca"),
        figure("Ce"),
        figure("instability"),
        figure("calls"),
        figure("saga steps"),
        figure("events heard"),
        figure("synchronous %"),
    )
    system = report.system_coupling
    return Table("Coupling of services", columns, tuple(rows), tuple(_system_coupling(system)) if system else ())


def _system_coupling(found: SystemCoupling) -> Iterator[str]:
    if found.hard_call_percent is not None:
        yield f"Of everything between services {amount(found.hard_call_percent)}% are calls without a fallback."
    for kind, loops in (
        ("Operations", found.operation_loops),
        ("Services", found.service_loops),
        ("Events", found.event_loops),
    ):
        for loop in loops:
            yield f"{kind} in a cycle: {way(loop)}"
