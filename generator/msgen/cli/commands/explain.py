"""`msgen explain`: a resolved value and where it comes from, or the page of a rule."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.page import Page, Section
from msgen.cli.pager import emit_long
from msgen.cli.usage import UsageError
from msgen.cli.usage_errors import did_you_mean

if TYPE_CHECKING:
    from msgen.spec import Document
    from msgen.topology.model import Topology

PAGE = Page(
    section=Section.DESIGN,
    examples=("msgen explain orders.store.engine", "msgen explain EVT01"),
    exits={
        exit_codes.DONE: "explained",
        exit_codes.USAGE: "no such path or rule, wrong usage, or an unreadable spec",
    },
)


def explain(
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH",
            help="An object path as `orders.PlaceOrder.timeout`, its path in the YAML, `.` for everything, "
            "a figure of `msgen analyze`, or the code of a rule.",
        ),
    ],
    spec: Annotated[
        Path, typer.Option("--spec", metavar="FILE", help="The spec, or the folder of a system; `.` unless given.")
    ] = Path(),
) -> None:
    """Say where a value comes from, or what a rule means.

    A value is written in the spec, set by the profile, derived from other values, or built in. A path that ends at an
    object tells every value of it. A figure as `orders.capacity`, `orders.load` or `journeys.buy.availability` is told
    with its formula, its numbers and the lines of the spec that they stand in.
    """  # fmt: skip
    if re.fullmatch(r"[A-Z]{2,8}[0-9]{2,3}", path):
        emit_long(_rule(path))
        return
    from msgen.cli.spec_location import spec_file
    from msgen.spec import parse, read
    from msgen.topology import resolve
    from msgen.topology.explanation import explanation, nearest_paths

    document = read(spec_file(spec))
    topology = resolve(parse(document))
    lines = explanation(topology, document, path)
    figure, near = _figure(topology, document, path)
    if not lines and not figure:
        meant = " or ".join(f"`{name}`" for name in near or nearest_paths(topology, document, path))
        raise UsageError(
            f"nothing is called `{path}`", f"did you mean {meant}" if meant else "`msgen explain .` tells all"
        )
    emit_long("\n".join(part for part in ("".join(f"{line}\n" for line in lines), figure) if part))


def _figure(topology: Topology, document: Document, path: str) -> tuple[str, list[str]]:
    """How a figure of `msgen analyze` comes about, or the figures that were probably meant."""
    from msgen.analysis.derivations import derivation, is_figure, nearest_figures

    if not is_figure(path):
        return "", []
    from msgen.analysis import Analysis
    from msgen.cli.derivation_text import derivation_text

    analysis = Analysis(topology)
    found = derivation(analysis, path)
    return ("", nearest_figures(analysis, path)) if found is None else (derivation_text(found, topology, document), [])


def _rule(code: str) -> str:
    from msgen.lint.registry import all_rules
    from msgen.lint.rule_page import rule_page

    found = rule_page(code)
    if found is None:
        known = [rule.id for rule in all_rules()]
        raise UsageError(
            f"there is no rule `{code}`", did_you_mean(code, known) or "`msgen lint` names those that speak"
        )
    return found
