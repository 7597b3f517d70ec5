"""What still works while something is down."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.report import DownReport
from msgen.analysis.report.down import EntryOutcome
from msgen.cli.tables.cells import listed, way
from msgen.cli.tables.table import Table, text

_ORDER = ("fails", "degrades", "works")


def down_tables(report: DownReport) -> Iterator[Table]:
    rows = [
        (item.status, item.operation, listed(item.journeys), _why(item))
        for item in sorted(report.entries, key=lambda item: _ORDER.index(item.status))
    ]
    columns = (text("outcome"), text("operation"), text("journeys"), text("why"))
    yield Table(f"While {report.down} is down", columns, tuple(rows), (_counted(report),))
    waiting = [(item.work, item.at) for item in report.waiting]
    yield Table("What waits until it is back", (text("work"), text("at")), tuple(waiting))


def _why(item: EntryOutcome) -> str:
    if item.status == "works":
        return "does not need it"
    instead = f"; instead: {item.instead}" if item.instead else ""
    return f"{way(item.why)}{instead}"


def _counted(report: DownReport) -> str:
    if not report.entries:
        return "The design has no entries: neither journeys nor a public or partner API."
    count = {status: sum(item.status == status for item in report.entries) for status in _ORDER}
    return f"{count['fails']} fail, {count['degrades']} degrade, {count['works']} work."
