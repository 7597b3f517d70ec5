"""Findings as text."""

from __future__ import annotations

import pytest

from msgen.diagnostics import Finding, Location, Related, SpecError, by_position, render_one

LINES = {"msgen.yaml": ["services:", "  orders:", "    timeout: 4s"]}


def test_a_finding_shows_the_sentence_the_place_the_line_and_the_way_out() -> None:
    finding = Finding(
        "error", "RES03", "orders.PlaceOrder.timeout", "must answer in 4 s, but its calls may take 9 s",
        Location("msgen.yaml", 3, 5, 12), "raise it to `10s`", "3 attempts x 3 s", see="msgen explain RES03",
    )  # fmt: skip
    assert render_one(finding, LINES) == (
        "error[RES03]: orders.PlaceOrder.timeout: must answer in 4 s, but its calls may take 9 s\n"
        " --> msgen.yaml:3:5\n"
        "  |\n"
        "3 |     timeout: 4s\n"
        "  |     ^^^^^^^ 3 attempts x 3 s\n"
        "hint: raise it to `10s`\n"
        "see: msgen explain RES03\n"
    )


def test_a_second_place_is_shown_in_the_same_columns() -> None:
    lines = {"a.yaml": ["x"] * 12}
    finding = Finding(
        "error", None, "x", "twice", Location("a.yaml", 12, 1, 2),
        related=(Related(Location("a.yaml", 3, 1, 2), "first here"),),
    )  # fmt: skip
    assert render_one(finding, lines) == (
        "error: x: twice\n"
        "  --> a.yaml:12:1\n   |\n12 | x\n   | ^\n"
        "  ::: a.yaml:3:1\n   |\n 3 | x\n   | ^ first here\n"
    )  # fmt: skip


def test_a_finding_without_a_place_or_a_source_is_its_sentence() -> None:
    assert render_one(Finding("info", None, "", "all is well"), {}) == "info: all is well\n"
    place = Location("gone.yaml", 4, 2)
    assert render_one(Finding("warning", None, "", "gone", place), {}) == "warning: gone\n --> gone.yaml:4:2\n"


def test_colour_is_an_option_and_changes_nothing_else() -> None:
    finding = Finding("error", None, "a", "b", Location("msgen.yaml", 3, 5, 12), "c")
    coloured = render_one(finding, LINES, colour=True)
    assert "\x1b[31m" in coloured
    plain = coloured
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[31m", "\x1b[34m", "\x1b[36m"):
        plain = plain.replace(code, "")
    assert plain == render_one(finding, LINES)


@pytest.mark.parametrize("column", [1, 50, 100, 500, 4000, 4001])
def test_a_very_long_line_is_cut_around_the_caret(column: int) -> None:
    line = "".join(chr(97 + index % 26) for index in range(4000))
    text = render_one(Finding("error", None, "", "m", Location("a", 1, column, column + 3)), {"a": [line]})
    source, carets = text.split("\n")[3], text.split("\n")[4]
    assert len(source) < 115
    assert len(carets) <= len(source) + 1
    marked = [shown for shown, caret in zip(source, carets, strict=False) if caret == "^"]
    assert "".join(marked) == line[column - 1 : column + 2]


def test_tabs_and_control_characters_keep_the_caret_in_its_column() -> None:
    text = render_one(Finding("error", None, "", "m", Location("a", 1, 3, 4)), {"a": ["\t\x1bX\u202e"]})
    assert text.split("\n")[3:5] == ["1 |  \\x1bX\\u202e", "  |      ^"]


def test_a_terminal_cannot_be_steered_by_a_message() -> None:
    text = render_one(Finding("error", None, "a\x1b[2J", "b\nc", hint="d\re"), {})
    assert text == "error: a\\x1b[2J: b\\x0ac\nhint: d\\x0de\n"


def test_findings_are_sorted_by_place_and_told_once() -> None:
    first, second = (Finding("error", None, "", name, Location("a", line, 1)) for name, line in (("x", 2), ("y", 10)))
    assert by_position([second, first, second]) == (first, second)


def test_the_folder_of_the_spec_stands_before_its_files() -> None:
    error = SpecError([Finding("error", None, "", "m", Location("msgen.yaml", 1, 1, 9))], LINES, "systems/shop")
    assert str(error) == (
        "error: m\n --> systems/shop/msgen.yaml:1:1\n  |\n1 | services:\n  | ^^^^^^^^\n\n1 error\n"
    )  # fmt: skip
