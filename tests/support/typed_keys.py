"""Keys typed into the questions of a terminal, without a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from msgen.cli.asking.glyphs import Glyphs
from msgen.cli.asking.terminal import TerminalAsker

ENTER, BACK, ESC, CTRL_C, DOWN, UP, RIGHT, SPACE = "\r", "\x02", "\x1b", "\x03", "\x1b[B", "\x1b[A", "\x1b[C", " "


@contextmanager
def typed(keys: str) -> Iterator[TerminalAsker]:
    """An asker whose person types these keys and nothing more."""
    with create_pipe_input() as source:
        source.send_text(keys)
        yield TerminalAsker(source, DummyOutput(), Glyphs(), colour=False)
