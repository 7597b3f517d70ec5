"""`msgen analyze`: the figures of the design."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.output import emit
from msgen.cli.page import Page, Section
from msgen.cli.pager import emit_document
from msgen.cli.usage import UsageError
from msgen.cli.usage_errors import nearest, unknown

if TYPE_CHECKING:
    from msgen.analysis import Analysis
    from msgen.analysis.report import DownReport, Report

PAGE = Page(
    section=Section.DESIGN,
    examples=("msgen analyze", "msgen analyze --down payments"),
    exits={
        exit_codes.DONE: "analysed",
        exit_codes.USAGE: "an unknown name, wrong usage, or an unreadable spec",
        exit_codes.ENVIRONMENT: "the file cannot be written",
    },
)


def analyze(
    spec: Annotated[
        Path, typer.Argument(metavar="SPEC", help="The spec, or the folder of a system; `.` unless given.")
    ] = Path(),
    down: Annotated[
        str | None,
        typer.Option("--down", metavar="NAME", help="Say what fails, degrades or works while this is down."),
    ] = None,
    journey: Annotated[
        str | None, typer.Option("--journey", metavar="NAME", help="Only this journey and what it needs.")
    ] = None,
    service: Annotated[
        str | None, typer.Option("--service", metavar="NAME", help="Only this service and what belongs to it.")
    ] = None,
    no_simulation: Annotated[
        bool, typer.Option("--no-simulation", help="Do not play journeys through: a second less for each entry.")
    ] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Tables for a document or a pull request.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Every figure, for a program.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to a file instead of stdout.")
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of `--json`, and end.")] = False,
) -> None:
    """Work out what the design can promise and needs.

    Availability with the error budget, latency, deadlines, retries, capacity, what is lost with what, coupling. `~`
    marks what rests on an assumed fact, `?` what nobody can know; `msgen explain journeys.place-order.availability`
    shows how a figure comes about.
    """
    if schema:
        emit(_schema())
        return
    if sum((down is not None, journey is not None, service is not None)) > 1:
        raise UsageError("`--down`, `--journey` and `--service` exclude each other", "give one of them")
    if json and markdown:
        raise UsageError("`--json` and `--markdown` exclude each other", "give one of them")
    from msgen.analysis import Analysis
    from msgen.cli.spec_location import spec_file
    from msgen.spec import parse, read
    from msgen.topology import resolve

    analysis = Analysis(resolve(parse(read(spec_file(spec)))))
    found = _down(analysis, down) if down is not None else _report(analysis, journey, service, not no_simulation)
    wide = output is None and sys.stdout.isatty()
    emit_document(_written(found, json=json, markdown=markdown, wide=wide), output)


def _schema() -> str:
    import json

    from msgen.analysis.report import schema

    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _down(analysis: Analysis, name: str) -> DownReport:
    from msgen.analysis.report import down_report, known_components

    found = down_report(analysis, name)
    if found is None:
        known = known_components(analysis)
        raise UsageError(f"nothing that can be down is called `{name}`", nearest(name, known))
    return found


def _report(analysis: Analysis, journey: str | None, service: str | None, simulate: bool) -> Report:
    from msgen.analysis.report import Scope, report

    topology = analysis.topology
    if journey is not None and journey not in topology.journeys:
        raise unknown("journey", journey, list(topology.journeys))
    if service is not None and service not in topology.services:
        raise unknown("service", service, list(topology.services))
    return report(Scope(analysis, journey, service), simulate=simulate)


def _written(found: Report | DownReport, *, json: bool, markdown: bool, wide: bool) -> str:
    from shutil import get_terminal_size

    from msgen.analysis.report import machine
    from msgen.cli.tables.markdown import markdown as as_markdown
    from msgen.cli.tables.report_tables import report_tables
    from msgen.cli.tables.terminal import terminal

    if json:
        return machine(found)
    tables = tuple(report_tables(found))
    if markdown:
        return as_markdown(tables, f"Figures of {found.system}")
    return terminal(tables, max(80, get_terminal_size().columns) if wide else 80)
