"""The wizard at a real terminal of 80 columns and 24 lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from folders import contents
from real_terminal import BACK, COLUMNS, CTRL_C, DOWN, ENTER, ESC, RealTerminal

QUICK_START = (
    "How do you want to start?", "What is the system called?", "Which services does it have?",
    "Which services call each other", "Which events are published", "How much is at stake?",
)  # fmt: skip


@pytest.fixture
def terminals(tmp_path: Path, state: Path) -> Iterator[Any]:
    started: list[RealTerminal] = []

    def start(*arguments: str, **variables: str) -> RealTerminal:
        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        started.append(RealTerminal(*arguments, cwd=work, state=state, **variables))
        return started[-1]

    yield start
    for terminal in started:
        terminal.kill()


def enter_all_the_way(terminal: RealTerminal) -> None:
    for question in QUICK_START:
        terminal.answer(question, ENTER)
    terminal.answer("Write the system to", ENTER)


def test_enter_all_the_way_writes_a_system_and_nothing_before_that(terminals: Any, tmp_path: Path) -> None:
    terminal = terminals("new")
    for question in QUICK_START:
        terminal.see(question)
        assert contents(tmp_path / "work") == {}
        terminal.type(ENTER)
    terminal.see("Write the system to `shop`?")
    assert contents(tmp_path / "work") == {}
    terminal.type(ENTER)
    assert terminal.end() == 0
    assert "the same again: msgen new shop --spec shop/msgen.yaml" in terminal.everything
    assert (tmp_path / "work" / "shop" / "services" / "orders").is_dir()
    assert terminals("new", "shop", "--spec", "shop/msgen.yaml").end() == 0


def test_back_why_and_a_wrong_answer(terminals: Any) -> None:
    terminal = terminals("new", "--dry-run")
    terminal.answer("How do you want to start?", ENTER)
    terminal.answer("What is the system called?", "?")
    terminal.answer("It names the folder", "market" + ENTER)
    terminal.answer("Which services does it have?", BACK)
    assert "market" in terminal.page("What is the system called?")
    terminal.type(ENTER)
    terminal.page("Which services does it have?")
    terminal.type(ESC)
    assert "market" in terminal.page("What is the system called?")
    terminal.type(ENTER)
    terminal.answer("Which services does it have?", "orders, Stock")
    terminal.answer("! `Stock` is not a name: small letters, digits and `-`", CTRL_C)
    assert terminal.end() == 130


def test_ctrl_c_saves_and_the_same_command_goes_on(terminals: Any, tmp_path: Path) -> None:
    first = terminals("new", "--dry-run")
    first.answer(QUICK_START[0], ENTER)
    first.answer(QUICK_START[1], "market" + ENTER)
    first.answer(QUICK_START[2], CTRL_C)
    assert first.end() == 130
    assert "saved, continue with `msgen new`" in first.everything
    second = terminals("new", "--dry-run")
    second.answer("There are 2 answers of an earlier run.", ENTER)
    for question in QUICK_START[2:]:
        second.answer(question, ENTER)
    second.answer("Write the system to `market`?", ENTER)
    assert second.end() == 0
    assert contents(tmp_path / "work") == {}


def test_a_killed_terminal_loses_no_answer(terminals: Any) -> None:
    first = terminals("new")
    first.answer(QUICK_START[0], ENTER)
    first.answer(QUICK_START[1], "market" + ENTER)
    first.see(QUICK_START[2])
    first.kill()
    second = terminals("new")
    second.answer("There are 2 answers of an earlier run.", ENTER)
    second.see(QUICK_START[2])


def test_no_line_is_wider_than_the_terminal_and_every_page_fits(terminals: Any) -> None:
    terminal = terminals("new", "--dry-run")
    terminal.answer(QUICK_START[0], DOWN + DOWN + ENTER)
    terminal.answer("What is the system called?", ENTER)
    terminal.answer("Which bounded contexts", "ordering, billing" + ENTER)
    terminal.answer("Which services does the context `ordering` have?", ENTER)
    terminal.answer("Which services does the context `billing` have?", ENTER)
    terminal.answer("How is `ordering` reached", "?")
    screen = terminal.see("SQLite allows a single pod")
    assert "How is `ordering` reached" in screen
    assert "Ctrl-B back" in screen
    terminal.type(CTRL_C)
    assert terminal.end() == 130
    assert max(map(len, terminal.everything.splitlines())) <= COLUMNS


def test_without_colour_there_is_none_and_nothing_is_lost(terminals: Any) -> None:
    terminal = terminals("new", NO_COLOR="1")
    terminal.answer(QUICK_START[0], ENTER)
    terminal.answer(QUICK_START[1], ENTER)
    terminal.answer(QUICK_START[2], ENTER)
    screen = terminal.see("1 of 2 chosen")
    assert "❯ [x] orders calls payments" in screen
    colours = re.findall(r"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|9[0-7]|38;[0-9;]+)m", terminal.raw)
    assert colours == []


def test_without_unicode_every_character_is_ascii(terminals: Any) -> None:
    terminal = terminals("new", "--dry-run", LC_ALL="C")
    enter_all_the_way(terminal)
    assert terminal.end() == 0
    assert terminal.raw.isascii()
    assert "orders --> payments" in terminal.everything


def test_plain_numbered_lines_for_a_screen_reader(terminals: Any, tmp_path: Path) -> None:
    terminal = terminals("new", "--dry-run", MSGEN_ACCESSIBLE="1")
    enter_all_the_way(terminal)
    assert terminal.end() == 0
    assert "  1. quick start: 5 questions: name, services, calls, events, profile" in terminal.everything
    assert "number; b back, ? why [quick start]:" in terminal.everything
    assert "\x1b" not in terminal.raw
    assert "┌" not in terminal.raw


def test_a_sample_is_a_beginning(terminals: Any, tmp_path: Path) -> None:
    terminal = terminals("new", "--dry-run")
    terminal.answer(QUICK_START[0], DOWN + ENTER)
    terminal.answer("Which sample?", ENTER)
    terminal.answer("Write the system to `shop`?", ENTER)
    assert terminal.end() == 0
