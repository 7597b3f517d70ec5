"""`msgen graph`: the design as a picture."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.page import Page, Section
from msgen.cli.pager import emit_document
from msgen.cli.usage import UsageError
from msgen.cli.usage_errors import unknown

if TYPE_CHECKING:
    from msgen.graph.picture import Picture

PAGE = Page(
    section=Section.UNDERSTAND,
    examples=("msgen graph", "msgen graph --format svg -o shop.svg"),
    exits={
        exit_codes.DONE: "drawn",
        exit_codes.USAGE: "an unknown name, wrong usage, or an unreadable spec",
        exit_codes.ENVIRONMENT: "the file cannot be written",
    },
)
WIDTH = 80


class Format(StrEnum):
    ASCII = "ascii"
    MERMAID = "mermaid"
    SVG = "svg"
    DOT = "dot"
    JSON = "json"


def graph(
    spec: Annotated[
        Path, typer.Argument(metavar="SPEC", help="The spec, or the folder of a system; `.` unless given.")
    ] = Path(),
    form: Annotated[
        Format, typer.Option("--format", metavar="ascii|mermaid|svg|dot|json", help="How it is drawn.")
    ] = Format.ASCII,
    json: Annotated[bool, typer.Option("--json", help="As `--format json`.")] = False,
    context: Annotated[
        str | None, typer.Option("--context", metavar="NAME", help="Only this context and its neighbours.")
    ] = None,
    around: Annotated[
        str | None, typer.Option("--around", metavar="SERVICE", help="Only this service and its neighbours.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to a file instead of stdout.")
    ] = None,
) -> None:
    """Draw the design.

    Contexts with their services, what these call, which steps of sagas they are asked for, which events go where.
    Mermaid is for Markdown, SVG for a browser, DOT for Graphviz, JSON for programs.
    """
    shown = _part(_whole(spec), context, around)
    emit_document(_drawn(shown, Format.JSON if json else form, in_file=output is not None), output)


def _whole(spec: Path) -> Picture:
    from msgen.cli.spec_location import spec_file
    from msgen.graph.picture import picture
    from msgen.spec import parse, read
    from msgen.topology import resolve

    return picture(resolve(parse(read(spec_file(spec)))))


def _part(whole: Picture, context: str | None, service: str | None) -> Picture:
    from msgen.graph.part import around, of_context

    if context is not None and service is not None:
        raise UsageError("`--context` and `--around` exclude each other", "give one of them")
    if context is not None:
        contexts = [each.name for each in whole.contexts]
        if context not in contexts:
            raise unknown("context", context, contexts)
        return of_context(whole, context)
    if service is not None:
        services = [each.name for each in whole.services()]
        if service not in services:
            raise unknown("service", service, services)
        return around(whole, service)
    return whole


def _drawn(shown: Picture, form: Format, *, in_file: bool) -> str:
    match form:
        case Format.ASCII:
            from shutil import get_terminal_size

            from msgen.graph.ascii import drawn_picture

            wide = not in_file and sys.stdout.isatty()
            return drawn_picture(
                shown, max(WIDTH, get_terminal_size().columns) if wide else WIDTH, in_file or _unicode()
            )
        case Format.MERMAID:
            from msgen.graph.mermaid import mermaid

            return mermaid(shown)
        case Format.SVG:
            from msgen.graph.svg import svg

            return svg(shown)
        case Format.DOT:
            from msgen.graph.dot import dot

            return dot(shown)
        case Format.JSON:
            from msgen.graph.machine import machine

            return machine(shown)


def _unicode() -> bool:
    """Can stdout say the characters of a box."""
    try:
        "┌─▶┄═╳".encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True
