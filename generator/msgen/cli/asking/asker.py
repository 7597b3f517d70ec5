"""Who asks: a terminal with all it can do, plain lines, or nobody."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from msgen.cli.asking.question import Answer, Question


class Back(Enum):
    """What is returned instead of an answer by a person who wants the question before."""

    BACK = "back"


BACK = Back.BACK


class Asker(Protocol):
    def ask(self, question: Question, *, progress: str) -> Answer | Back:
        """An answer that the question allows, or the wish to go back; Ctrl-C raises KeyboardInterrupt."""

    def say(self, text: str) -> None:
        """Tell something between two questions."""
