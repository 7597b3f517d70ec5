"""Whether there are enough pods: at the peak, in an ordinary hour, without a zone."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.report import Report
from msgen.analysis.report.capacity import ServiceCapacity
from msgen.analysis.report.zones import ZoneLoss
from msgen.cli.tables.cells import amount
from msgen.cli.tables.table import NONE, Table, figure, text


def pod_tables(report: Report) -> Iterator[Table]:
    yield _pods(report)
    yield _floor(report)
    yield _lines(report)
    yield _zones(report)


def _pods(report: Report) -> Table:
    rows = [
        (
            item.service,
            amount(item.load_per_s),
            amount(item.per_pod_per_s, assumed=item.assumed),
            amount(item.pods_needed, assumed=item.assumed),
            amount(item.pods_to_provision, assumed=item.assumed),
            str(item.pods_min),
            str(item.pods_max),
            _enough_pods(item),
        )
        for item in report.capacity
    ]
    columns = (
        text("service"),
        figure("peak load /s"),
        figure("per pod /s"),
        figure("pods needed"),
        figure("pods to provision"),
        figure("min"),
        figure("max"),
        text("verdict"),
    )
    return Table(
        "Capacity of services", columns, tuple(rows), ("Loads are peaks with a year's growth.",) if rows else ()
    )


def _enough_pods(item: ServiceCapacity) -> str:
    if item.load_per_s is None:
        return "not known"
    if item.is_short:
        return f"short of {amount(item.load_per_s - item.ceiling_per_s)}/s"
    if item.pods_to_provision is not None and item.pods_to_provision > item.pods_max:
        return "above the target utilisation"
    return "fits"


def _floor(report: Report) -> Table:
    rows = [
        (
            item.service,
            str(item.pods_min),
            amount(item.pods_min * item.per_pod_per_s, assumed=item.assumed),
            amount(item.ordinary_per_s, assumed=item.assumed_for_floor),
            amount(item.headroom_per_s, assumed=item.assumed),
            amount(item.rise_per_s, assumed=item.assumed_for_floor),
            "not known" if item.ordinary_per_s is None else "too few" if item.floor_is_short else "fits",
        )
        for item in report.capacity
    ]
    columns = (
        text("service"),
        figure("min pods"),
        figure("they serve /s"),
        figure("ordinary load /s"),
        figure("headroom /s"),
        figure("rise /s"),
        text("verdict"),
    )
    notes = ("Rise: what the load gains until new pods serve.",) if rows else ()
    return Table("The least number of pods in an ordinary hour", columns, tuple(rows), notes)


def _lines(report: Report) -> Table:
    rows = []
    for item in report.capacity:
        line = item.queue
        if line is not None:
            rows.append(
                (
                    item.service,
                    amount(line.servers),
                    amount(line.service_time_ms, assumed=item.assumed_for_queue),
                    amount(line.utilisation_percent, assumed=item.assumed_for_queue),
                    amount(line.waiting_percent, assumed=item.assumed_for_queue),
                    amount(line.wait_p99_ms, "endless"),
                )
            )
    columns = (
        text("service"),
        figure("in flight at most"),
        figure("service time ms"),
        figure("used %"),
        figure("that wait %"),
        figure("wait p99 ms"),
    )
    return Table("Waiting for a free worker (Erlang C)", columns, tuple(rows))


def _zones(report: Report) -> Table:
    rows = [
        (
            item.service,
            str(item.zones),
            amount(item.load_per_s),
            amount(item.left_per_s, NONE, assumed=item.assumed),
            str(item.pods_max),
            amount(item.pods_max_needed, NONE, assumed=item.assumed),
            _bears(item),
        )
        for item in report.zones
    ]
    columns = (
        text("service"),
        figure("zones"),
        figure("peak load /s"),
        figure("left without one /s"),
        figure("max pods"),
        figure("max needed"),
        text("verdict"),
    )
    return Table("Loss of a zone at the peak", columns, tuple(rows))


def _bears(item: ZoneLoss) -> str:
    if item.zones <= 1:
        return "one zone: all is lost"
    return {True: "bears it", False: "fails", None: "not known"}[item.bears_it]
