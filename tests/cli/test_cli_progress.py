"""A long run says what it does, to a terminal only."""

from __future__ import annotations

import io

import pytest

from msgen.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def at_a_terminal_of_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def test_a_run_of_more_than_a_second_shows_a_line_that_is_gone_at_its_end() -> None:
    terminal, clock = Terminal(), Clock()

    with Progress(terminal, clock) as progress:
        progress.rendered(1, 40)
        clock.now = 1.5
        progress.rendered(2, 40)
        progress.say("merging orders")

    assert terminal.getvalue() == "\r\x1b[Krendering: 2 of 40\r\x1b[Kmerging orders\r\x1b[K"


def test_a_short_run_says_nothing() -> None:
    terminal, clock = Terminal(), Clock()

    with Progress(terminal, clock) as progress:
        clock.now = 0.9
        progress.rendered(1, 1)

    assert terminal.getvalue() == ""


def test_the_line_goes_also_where_the_run_fails() -> None:
    terminal, clock = Terminal(), Clock()

    def fails() -> None:
        with Progress(terminal, clock) as progress:
            clock.now = 2
            progress.say("x" * 200)
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fails()

    assert terminal.getvalue() == f"\r\x1b[K{'x' * 79}\r\x1b[K"


def test_a_log_and_a_pipe_get_no_progress() -> None:
    log, clock = io.StringIO(), Clock()

    with Progress(log, clock) as progress:
        clock.now = 60
        progress.rendered(1, 2)

    assert log.getvalue() == ""
