"""What stands around the place where a person answers: the question above it, messages and keys below."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from prompt_toolkit.application import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.layout import AnyContainer, ConditionalContainer, FormattedTextControl, HSplit, Window

from msgen.cli.asking.glyphs import Glyphs
from msgen.cli.asking.question import Question

Fragments = Callable[[], StyleAndTextTuples]


class Frame:
    """The frame of one question while it is asked."""

    def __init__(self, question: Question, progress: str, glyphs: Glyphs) -> None:
        self.question = question
        self.glyphs = glyphs
        self.objection = ""
        self._progress = progress
        self._shows_why = False

    def toggle_why(self) -> None:
        self._shows_why = not self._shows_why

    def around(self, body: AnyContainer) -> HSplit:
        return HSplit(
            [
                self._text(self._head),
                body,
                self._shown_when(
                    lambda: bool(self.objection), lambda: [("class:objection", wrapped(f"! {self.objection}"))]
                ),
                self._shown_when(lambda: self._shows_why, lambda: [("class:why", wrapped(self.question.why))]),
                self._text(lambda: [("class:keys", wrapped(self._keys()))]),
            ]
        )

    def _head(self) -> StyleAndTextTuples:
        head: StyleAndTextTuples = [
            ("class:progress", f"{self._progress}\n"),
            ("class:question", wrapped(self.question.text)),
        ]
        return [*head, ("class:help", f"\n{wrapped(self.question.help)}")] if self.question.help else head

    def _keys(self) -> str:
        own = {
            "text": "Enter accept",
            "choice": "arrows move",
            "choices": "Space choose",
            "yes_no": "y/n",
        }[self.question.kind]
        if self.question.kind == "text" and self.question.choices:
            own = f"Tab completes {self.glyphs.dot} {own}"
        if self.question.kind != "text":
            own = f"{own} {self.glyphs.dot} Enter accept"
        return f" {self.glyphs.dot} ".join([own, "Ctrl-B back", "? why", "Ctrl-C stop"])

    def _shown_when(self, holds: Callable[[], bool], fragments: Fragments) -> ConditionalContainer:
        return ConditionalContainer(self._text(fragments), Condition(holds))

    def _text(self, fragments: Fragments) -> Window:
        return Window(FormattedTextControl(fragments), wrap_lines=True, dont_extend_height=True)


def wrapped(text: str) -> str:
    """The text with lines that end between words, in the width of the terminal."""
    width = get_app().output.get_size().columns - 1
    return "\n".join(textwrap.fill(line, width, break_on_hyphens=False) for line in text.splitlines())
