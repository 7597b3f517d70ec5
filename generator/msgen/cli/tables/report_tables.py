"""The tables of a report, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.report import DownReport, Report
from msgen.cli.tables.of_down import down_tables
from msgen.cli.tables.of_journeys import journey_tables
from msgen.cli.tables.of_pods import pod_tables
from msgen.cli.tables.of_services import service_tables
from msgen.cli.tables.of_system import facts, system_tables
from msgen.cli.tables.table import Table


def report_tables(report: Report | DownReport) -> Iterator[Table]:
    """Those without rows are left out when they are written."""
    if isinstance(report, DownReport):
        yield from down_tables(report)
        return
    yield from journey_tables(report)
    yield from pod_tables(report)
    yield from service_tables(report)
    yield from system_tables(report)
    yield facts(report)
