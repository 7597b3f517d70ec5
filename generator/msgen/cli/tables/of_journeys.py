"""What journeys can promise: availability, latency, deadlines, chains of calls."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.report import Report
from msgen.analysis.report.availability import JourneyAvailability
from msgen.analysis.report.deadlines import Waterfall
from msgen.analysis.report.latency import JourneyLatency
from msgen.cli.tables.cells import amount, availability, listed, marked, way
from msgen.cli.tables.table import NONE, UNKNOWN, Table, figure, text

_HOPS = 5
"""Of those that a latency comes from, the ones shown; JSON has all."""
_DEEPEST = 8
"""Steps to the right by which a line shows how deep it stands."""


def journey_tables(report: Report) -> Iterator[Table]:
    yield _availability(report)
    yield _ledger(report)
    yield _latency(report)
    yield _hops(report)
    yield _chains(report)
    for waterfall in report.deadlines:
        yield _waterfall(waterfall)


def _availability(report: Report) -> Table:
    rows = [
        (
            item.journey,
            availability(item.target_percent, NONE),
            availability(item.achievable_percent, assumed=item.assumed),
            amount(item.minutes_allowed, NONE),
            amount(item.minutes_lost, assumed=item.assumed),
            _promise_kept(item),
        )
        for item in report.availability
    ]
    columns = (
        text("journey"),
        figure("target %"),
        figure("achievable %"),
        figure("allowed min/30d"),
        figure("lost min/30d"),
        text("verdict"),
    )
    sampled = [item.journey for item in report.availability if not item.exact]
    return Table("Availability of journeys", columns, tuple(rows), (f"Sampled: {listed(sampled)}.",) if sampled else ())


def _promise_kept(item: JourneyAvailability) -> str:
    if item.minutes_lost is None:
        return "not known"
    if item.minutes_allowed is None:
        return "nothing promised"
    over = item.minutes_lost - item.minutes_allowed
    return f"misses by {amount(over)} min" if item.misses_target else f"{amount(-over)} min to spare"


def _ledger(report: Report) -> Table:
    rows = []
    for item in report.availability:
        for line in item.ledger:
            shown = amount(line.minutes, assumed=line.assumed)
            rows.append((item.journey, line.component, line.kind, shown, amount(line.share_percent)))
        if item.alternatives_share_percent:
            names = f"{listed(item.alternatives)} (something stands in)"
            rows.append((item.journey, names, "fallbacks", NONE, amount(item.alternatives_share_percent)))
    columns = (
        text("journey"),
        text("who spends it"),
        text("kind"),
        figure("min/30d"),
        figure("share %"),
    )
    return Table("Error budget", columns, tuple(rows))


def _latency(report: Report) -> Table:
    rows = []
    for item in report.latency:
        seen = item.simulated
        rows.append(
            (
                _turn(report, item.journey, item.entry),
                amount(item.target_ms, NONE),
                amount(item.p50_ms, assumed=item.assumed),
                amount(item.p99_ms, assumed=item.assumed),
                amount(seen.p99_ms) if seen else NONE,
                f"{amount(seen.p99_low_ms)}..{amount(seen.p99_high_ms)}" if seen else NONE,
                amount(item.failing_percent),
                _in_time(item),
            )
        )
    columns = (
        text("journey"),
        figure("target p99 ms"),
        figure("p50 ms"),
        figure("p99 ms"),
        figure("simulated p99 ms"),
        figure("95% interval ms"),
        figure("failing %"),
        text("verdict"),
    )
    return Table("Latency of journeys", columns, tuple(rows))


def _in_time(item: JourneyLatency) -> str:
    if item.p99_ms is None:
        return "not known"
    if item.target_ms is None:
        return "nothing promised"
    if item.at_the_limit:
        return "at the limit"
    return "misses" if item.misses_target else "fits"


def _hops(report: Report) -> Table:
    rows = []
    for item in report.latency:
        for hop in item.hops[:_HOPS]:
            dominates = "dominates" if hop.name == item.dominant_hop else ""
            rows.append((_turn(report, item.journey, item.entry), hop.name, amount(hop.variance_percent), dominates))
    columns = (text("journey"), text("hop"), figure("of variance %"), text("verdict"))
    return Table("Where the spread of the latency comes from", columns, tuple(rows))


def _chains(report: Report) -> Table:
    times = {(item.journey, item.entry): item for item in report.latency}
    rows = []
    for item in report.chains:
        time = times[item.journey, item.entry]
        share = amount(time.critical_path_percent) if time.critical_path else UNKNOWN
        turn = _turn(report, item.journey, item.entry)
        rows.append((turn, "longest chain", str(item.calls), NONE, way(item.path)))
        if time.critical_path:
            calls = str(len(time.critical_path) - 1)
            rows.append((turn, "critical path", calls, share, way(time.critical_path)))
    columns = (text("journey"), text("what"), figure("calls"), figure("of mean %"), text("way"))
    return Table("Longest chain and critical path", columns, tuple(rows))


def _turn(report: Report, journey: str, entry: str) -> str:
    """The journey, and the entry where it has several."""
    return journey if sum(item.journey == journey for item in report.chains) == 1 else f"{journey}: {entry}"


def _waterfall(waterfall: Waterfall) -> Table:
    rows = [
        (
            f"{'  ' * min(hop.depth, _DEEPEST)}{hop.operation}",
            amount(hop.given_ms),
            amount(hop.needed_ms, assumed=hop.assumed),
            marked(amount(hop.left_ms), hop.assumed),
            " + ".join(hop.terms),
        )
        for hop in waterfall.hops
    ]
    columns = (
        text("operation"),
        figure("given ms"),
        figure("needed ms"),
        figure("left ms"),
        text("longest time"),
    )
    return Table(f"Deadlines of {waterfall.journey}: {waterfall.entry}", columns, tuple(rows))
