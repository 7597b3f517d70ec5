"""The comparison in the documentation is of these rows, and its totals are those of its columns."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from situations.rows import ROWS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "updates.md"
TOTALS = {"Lost edits": "LOST", "Dropped changes": "drop", "Refusals and crashes": "ERR", "Conflicts to settle": "X"}


def test_the_published_comparison_has_these_rows() -> None:
    assert [(number, name) for number, name, *_ in _measured()] == [(str(row.number), row.name) for row in ROWS]


def test_the_published_totals_are_those_of_the_columns() -> None:
    columns = [Counter(column) for column in zip(*(verdicts for _, _, *verdicts in _measured()), strict=True)]
    published = {name: counts for number, name, *counts in _lines() if not number}

    assert published == {name: [str(column[word]) for column in columns] for name, word in TOTALS.items()}


def test_no_edit_and_no_change_is_published_as_lost_by_msgen() -> None:
    ours = {verdicts[-1] for _, _, *verdicts in _measured()}

    assert ours == {"K", "X"}


def test_what_the_table_of_the_tests_settles_is_published_as_kept() -> None:
    published = {int(number): verdicts[-1] for number, _, *verdicts in _measured()}

    assert published == {row.number: "X" if row.pending else "K" for row in ROWS}


def _measured() -> list[list[str]]:
    return [line for line in _lines() if line[0].isdigit()]


def _lines() -> list[list[str]]:
    """The cells of the table between the markers, without its head and without emphasis."""
    _, _, rest = PAGE.read_text("utf-8").partition("<!-- begin: update_comparison -->")
    table = [line for line in rest.partition("<!-- end: update_comparison -->")[0].splitlines() if line.startswith("|")]
    return [[cell.strip(" *") for cell in line.strip("|").split(" | ")] for line in table[2:]]
