"""What services need beside pods: connections, outboxes, partitions, requests to decide a release by."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.report import Report
from msgen.analysis.report.canary import CanaryDwell
from msgen.analysis.report.limits import OutboxRate, PartitionNeed
from msgen.cli.tables.cells import amount, availability
from msgen.cli.tables.table import NONE, UNKNOWN, Table, figure, text


def service_tables(report: Report) -> Iterator[Table]:
    yield _connections(report)
    yield _outboxes(report)
    yield _partitions(report)
    yield _canary(report)


def _connections(report: Report) -> Table:
    rows = [
        (item.store, str(item.pods_max), str(item.pool), amount(item.needed), str(item.limit), _fits(item.is_short))
        for item in report.connections
    ]
    columns = (
        text("store"),
        figure("max pods"),
        figure("pool per pod"),
        figure("needed"),
        figure("allowed"),
        text("verdict"),
    )
    return Table("Database connections", columns, tuple(rows))


def _outboxes(report: Report) -> Table:
    rows = [
        (
            item.service,
            amount(item.published_per_s),
            amount(item.drained_per_s),
            amount(item.lag_ms),
            amount(item.promised_ms, NONE),
            _outbox_keeps_up(item),
        )
        for item in report.outboxes
    ]
    columns = (
        text("service"),
        figure("in /s"),
        figure("out at most /s"),
        figure("lag ms"),
        figure("promised ms"),
        text("verdict"),
    )
    return Table("Outboxes", columns, tuple(rows))


def _outbox_keeps_up(item: OutboxRate) -> str:
    if item.is_short:
        return "too slow"
    return "not known" if item.published_per_s is None else "fits"


def _partitions(report: Report) -> Table:
    rows = [
        (
            item.service,
            NONE if item.partitions is None else str(item.partitions),
            str(item.most_pods),
            item.most_pods_of,
            amount(item.busiest, assumed=item.assumed),
            item.busiest_of,
            _enough_partitions(item),
        )
        for item in report.partitions
    ]
    columns = (
        text("publisher"),
        figure("partitions"),
        figure("most pods"),
        text("of consumer"),
        figure("handlers at once"),
        text("of consumer"),
        text("verdict"),
    )
    return Table("Partitions", columns, tuple(rows))


def _enough_partitions(item: PartitionNeed) -> str:
    if item.partitions is None:
        return "none used"
    return _fits(item.partitions < max(item.most_pods, item.busiest or 0))


def _canary(report: Report) -> Table:
    rows = [
        (
            item.service,
            amount(item.share_percent),
            availability(item.objective_percent),
            amount(item.dwell_s),
            amount(item.requests_seen),
            amount(item.requests_needed, NONE),
            amount(item.dwell_needed_s, UNKNOWN if item.load_per_s is None else "never"),
            _decides(item),
        )
        for item in report.canary
    ]
    columns = (
        text("service"),
        figure("share %"),
        figure("objective %"),
        figure("dwell s"),
        figure("requests seen"),
        figure("requests needed"),
        figure("dwell needed s"),
        text("verdict"),
    )
    return Table("Canary steps", columns, tuple(rows))


def _decides(item: CanaryDwell) -> str:
    return {True: "can decide", False: "cannot decide", None: "not known"}[item.decides]


def _fits(is_short: bool) -> str:
    return "too few" if is_short else "fits"
