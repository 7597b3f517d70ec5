"""Colours, pages and silence: what a terminal gets, and what it can be told."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from command_line import Msgen
from terminal import at_terminal

from msgen.cli.output import shows_progress

RED = "\x1b[31;1m"


@pytest.mark.parametrize(
    ("arguments", "environment", "is_coloured"),
    [
        ((), {}, True),
        ((), {"NO_COLOR": "1"}, False),
        ((), {"TERM": "dumb"}, False),
        (("--color", "never"), {}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        ((), {"MSGEN_COLOR": "never"}, False),
    ],
)
def test_a_terminal_gets_colours_unless_they_are_not_wanted(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], is_coloured: bool
) -> None:
    assert (RED in at_terminal("graph", "nowhere", *arguments, cwd=tmp_path, env=environment)) is is_coloured


def test_colours_can_be_asked_for_before_and_after_the_command(msgen: Msgen) -> None:
    assert msgen("--color", "always", "graph", "nowhere").stderr.startswith(RED)
    assert msgen("graph", "nowhere", "--color", "always").stderr.startswith(RED)
    assert not msgen("graph", "nowhere").stderr.startswith(RED)


def test_quiet_leaves_errors_and_data(msgen: Msgen, shop: Path) -> None:
    assert msgen("new", "shop", "--spec", shop, "-n", "-q").stderr == ""
    assert msgen("new", "shop", "--spec", shop, "-n", "-q").stdout == msgen("new", "shop", "--spec", shop, "-n").stdout
    assert msgen("-q", "graph", "nowhere").stderr.startswith("error: there is no `nowhere`")


def test_long_output_goes_through_the_pager_of_a_terminal_only(msgen: Msgen, shop: Path) -> None:
    pager = {"PAGER": "sed s/^/|/"}

    long = at_terminal("explain", ".", "--spec", shop, cwd=shop.parent, env=pager)
    short = at_terminal("explain", "name", "--spec", shop, cwd=shop.parent, env=pager)
    at_work = at_terminal("explain", ".", "--spec", shop, cwd=shop.parent, env={**pager, "CI": "true"})

    assert long.splitlines() == [f"|{line}" for line in msgen("explain", ".", "--spec", shop).stdout.splitlines()]
    assert not short.startswith("|")
    assert not at_work.startswith("|")


@pytest.mark.parametrize(
    "environment", [{}, {"CI": "true"}, {"MSGEN_NO_PROGRESS": "1"}, {"TERM": "dumb"}, {"MSGEN_QUIET": "1"}]
)
def test_progress_is_shown_to_a_person_only(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert shows_progress(Terminal()) is (environment == {})
    assert not shows_progress(io.StringIO())
