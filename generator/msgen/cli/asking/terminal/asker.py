"""One question after the other at a terminal; an answered one leaves two lines behind."""

from __future__ import annotations

import sys
from typing import Any

from msgspec import Struct
from prompt_toolkit.application import Application
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import KeyPressEvent
from prompt_toolkit.layout import Layout
from prompt_toolkit.output import ColorDepth, Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output

from msgen.cli.asking.asker import BACK, Back
from msgen.cli.asking.glyphs import Glyphs
from msgen.cli.asking.question import Answer, Question
from msgen.cli.asking.terminal.frame import Frame
from msgen.cli.asking.terminal.line import Line
from msgen.cli.asking.terminal.picker import Picker
from msgen.cli.asking.terminal.style import STYLE
from msgen.cli.output import wants_colour

_ESCAPE_WAITS = 0.05
"""Seconds after which Esc is Esc, and not the beginning of an arrow key."""


class TerminalAsker(Struct, frozen=True):
    source: Input
    target: Output
    glyphs: Glyphs
    colour: bool

    @classmethod
    def of_this_process(cls) -> TerminalAsker:
        target = create_output(stdout=sys.stderr)
        if isinstance(target, Vt100_Output):
            target.enable_cpr = False  # nothing is asked of a terminal that may not answer
        return cls(create_input(), target, Glyphs.of_the_locale(), wants_colour(sys.stderr))

    def ask(self, question: Question, *, progress: str) -> Answer | Back:
        frame = Frame(question, self.glyphs.spelled(progress), self.glyphs)
        form = Line(question, frame) if question.kind == "text" else Picker(question, frame)
        bindings = form.keys

        @bindings.add("c-b", eager=True)
        @bindings.add("escape", eager=True)
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=BACK)

        @bindings.add("c-c", eager=True)
        @bindings.add("c-d", eager=True)
        @bindings.add("<sigint>")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt)

        application: Application[Any] = Application(
            layout=Layout(frame.around(form.body), focused_element=form.focus),
            key_bindings=bindings,
            style=STYLE,
            color_depth=None if self.colour else ColorDepth.DEPTH_1_BIT,
            erase_when_done=True,
            input=self.source,
            output=self.target,
        )
        application.ttimeoutlen = _ESCAPE_WAITS
        answer: Answer | Back = application.run()
        if not isinstance(answer, Back):
            self.say(f"{question.text}\n  {question.shown(answer)}")
        return answer

    def say(self, text: str) -> None:
        """Part of the conversation, so that `--quiet` does not concern it."""
        print(self.glyphs.spelled(text), file=sys.stderr, flush=True)
