"""The tables of a report: what a terminal of 80 columns shows, and Markdown that renders as tables."""

from __future__ import annotations

import re

import pytest
from analysed_specs import analysed, example
from reported import GOLDEN, bistro, bistro_report, down, golden_outputs

from msgen.analysis.report import Scope, report
from msgen.cli.tables.markdown import markdown
from msgen.cli.tables.report_tables import report_tables
from msgen.cli.tables.table import Table, figure, text
from msgen.cli.tables.terminal import terminal

LONG = "a-service-with-a-name-of-forty-letters-aa"


@pytest.mark.parametrize("name", golden_outputs())
def test_a_terminal_shows_what_is_kept(name: str) -> None:
    kept = (GOLDEN / name).read_text("utf-8")

    assert golden_outputs()[name] == kept, "if that is meant, run `python tests/analysis/reported.py`"


def test_everything_fits_80_columns_without_colours() -> None:
    shown = terminal(report_tables(report(Scope(example("bistro")), simulate=False)))

    assert max(map(len, shown.splitlines())) <= 80
    assert "\x1b" not in shown
    assert shown.isascii()


def test_long_names_are_broken_and_no_figure_is() -> None:
    design = f"""\
    services:
      {LONG}: {{api: {{protocol: rest, operations: {{{"P" * 40}: {{calls: [{LONG}-2.{"Q" * 40}]}}}}}}}}
      {LONG}-2: {{api: {{protocol: rest, operations: {{{"Q" * 40}: {{}}}}}}}}
    journeys:
      {LONG}: {{entry: {LONG}.{"P" * 40}, peak: 123456/s, availability: 99.9%, latency_p99: 1s}}
    """
    shown = terminal(report_tables(report(Scope(analysed(design)), simulate=False)))

    assert max(map(len, shown.splitlines())) <= 80
    assert " 123456" in shown
    assert LONG in shown.replace("\n", "")


def test_figures_end_below_each_other_whether_marked_or_not() -> None:
    table = Table("T", (text("name"), figure("load /s")), (("a", "10~"), ("b", "1192"), ("c", "?")), ("A note.",))

    assert terminal([table]) == (
        "T\n-\n"
        "       load\n"
        "name     /s\n"
        "a       10~\n"
        "b     1192\n"
        "c        ?\n"
        "A note.\n"
    )  # fmt: skip


def test_a_long_text_gives_way_at_its_words() -> None:
    table = Table("T", (text("way"), figure("n")), (("orders.Place > payments.Authorize", "7"),))

    assert terminal([table], width=24).splitlines()[3:] == ["orders.Place >         7", "payments.Authorize"]


def test_what_is_assumed_and_what_is_missing_stands_at_the_end() -> None:
    design = "services:\n  orders: {api: {protocol: rest, operations: {Place: {calls: [psp]}}}}\nexternals: {psp: {}}\n"
    shown = terminal(report_tables(report(Scope(analysed(design)))))

    assert "\n? not known: journeys, orders.scaling.concurrency, psp.latency, psp.rate_limit\n" in shown
    assert "\n~ rests on assumed facts: orders.Place.latency, orders.scaling.per_pod,\n" in shown
    assert re.search(r"^orders +\? +50~ +\? +\? +2 +6 +not known$", shown, re.MULTILINE)


def test_markdown_is_tables_whose_rows_have_as_many_cells_as_their_heads() -> None:
    page = markdown(report_tables(bistro_report()), "Figures of bistro")
    blocks = [block.splitlines() for block in page.split("\n\n") if block.startswith("|")]

    assert page.startswith("# Figures of bistro\n\n## Availability of journeys\n\n| journey |")
    assert len(blocks) >= 15
    for head, rule, *rows in blocks:
        assert set(rule) <= set("|-:")
        assert rows
        assert {_cells(line) for line in (head, rule, *rows)} == {_cells(head)}


def test_markdown_says_special_characters_as_they_are() -> None:
    table = Table("A | b", (text("<name>"),), (("a|b_c*~",), ("  deeper",)))

    assert markdown([table], "T") == (
        "# T\n\n## A \\| b\n\n| &lt;name&gt; |\n|---|\n| a\\|b\\_c\\*\\~ |\n| &nbsp;&nbsp;deeper |\n"
    )


def test_what_fails_comes_first() -> None:
    shown = terminal(report_tables(down(example("bistro"), "psp")))

    assert shown.splitlines()[3].startswith("fails    storefront.PlaceOrder ")
    assert "1 fail, 0 degrade, 4 work." in shown
    assert "saga place-order, step pay" in shown


def test_a_component_without_users_concerns_nobody() -> None:
    shown = terminal(report_tables(down(bistro(), "delivery.store")))

    assert "While delivery-db is down" in shown
    assert "storefront.ConfirmDelivery" in shown


def _cells(line: str) -> int:
    return len(re.findall(r"(?<!\\)\|", line))
