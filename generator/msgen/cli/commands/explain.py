"""`msgen explain`: a resolved value and where it comes from, or the page of a rule."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msgen.cli import exit_codes
from msgen.cli.output import emit
from msgen.cli.page import Page, Section
from msgen.cli.pager import emit_long
from msgen.cli.usage import UsageError
from msgen.cli.usage_errors import did_you_mean

if TYPE_CHECKING:
    from msgen.analysis.derivations import Derivation
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
    json: Annotated[bool, typer.Option("--json", help="Values, figure or rule in their parts, for a program.")] = False,
) -> None:
    """Say where a value comes from, or what a rule means.

    A value is written in the spec, set by the profile, derived from other values, or built in. A path that ends at an
    object tells every value of it. A figure as `orders.capacity`, `orders.load` or `journeys.buy.availability` is told
    with its formula, its numbers and the lines of the spec that they stand in.
    """  # fmt: skip
    if re.fullmatch(r"[A-Z]{2,8}[0-9]{2,3}", path):
        _explain_rule(path, as_json=json)
        return
    from msgen.cli.spec_location import spec_file
    from msgen.spec import parse, read
    from msgen.topology import resolve
    from msgen.topology.explanation import nearest_paths, told

    document = read(spec_file(spec))
    topology = resolve(parse(document))
    values = told(topology, document, path)
    figure, near = _figure(topology, path)
    if not values and figure is None:
        meant = " or ".join(f"`{name}`" for name in near or nearest_paths(topology, document, path))
        hint = f"did you mean {meant}" if meant else did_you_mean(path.upper(), _rule_ids())
        raise UsageError(f"nothing is called `{path}`", hint or "`msgen explain .` tells all")
    if json:
        from msgen.cli.explain_report import of_values
        from msgen.cli.machine import as_json

        emit(as_json(of_values(values, figure)))
        return
    emit_long("\n".join(filter(None, (_lines(topology, document, path), _derived(figure, topology, document)))))


def _lines(topology: Topology, document: Document, path: str) -> str:
    from msgen.topology.explanation import explanation

    return "".join(f"{line}\n" for line in explanation(topology, document, path))


def _derived(figure: Derivation | None, topology: Topology, document: Document) -> str:
    from msgen.cli.derivation_text import derivation_text

    return "" if figure is None else derivation_text(figure, topology, document)


def _figure(topology: Topology, path: str) -> tuple[Derivation | None, list[str]]:
    """How a figure of `msgen analyze` comes about, or the figures that were probably meant."""
    from msgen.analysis.derivations import derivation, is_figure, nearest_figures

    if not is_figure(path):
        return None, []
    from msgen.analysis import Analysis

    analysis = Analysis(topology)
    found = derivation(analysis, path)
    return found, [] if found else nearest_figures(analysis, path)


def _explain_rule(code: str, *, as_json: bool) -> None:
    from msgen.lint.rule_page import rule_page

    page = rule_page(code)
    if page is None:
        raise UsageError(f"there is no rule `{code}`", did_you_mean(code, _rule_ids()) or "`msgen rules` lists them")
    if not as_json:
        emit_long(page)
        return
    from msgen.cli.explain_report import of_rule
    from msgen.cli.machine import as_json as printed

    emit(printed(of_rule(code, page)))


def _rule_ids() -> list[str]:
    from msgen.lint.registry import all_rules

    return [rule.id for rule in all_rules()]
