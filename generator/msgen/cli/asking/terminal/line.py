"""An answer in free text, looked at while it is typed."""

from __future__ import annotations

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import BufferControl, FormattedTextControl, VSplit, Window
from prompt_toolkit.layout.processors import AfterInput

from msgen.cli.asking.question import Question
from msgen.cli.asking.terminal.frame import Frame

NOTHING = "-"
"""Typed for an empty answer where Enter alone would take the default."""


class Line:
    """The default stands in grey: Enter takes it, Tab or the right arrow puts it into the line to be changed."""

    def __init__(self, question: Question, frame: Frame) -> None:
        self._question = question
        self._frame = frame
        words = [choice.value for choice in question.choices]
        self._buffer = Buffer(
            multiline=False,
            completer=WordCompleter(words, WORD=False) if words else None,
            on_text_changed=lambda _: self._look(),
        )
        self.focus = Window(
            BufferControl(self._buffer, input_processors=[AfterInput(self._placeholder)]),
            wrap_lines=True,
            dont_extend_height=True,
        )
        pointer: StyleAndTextTuples = [("class:pointer", f"{frame.glyphs.pointer} ")]
        self.body = VSplit([Window(FormattedTextControl(pointer), width=2, dont_extend_height=True), self.focus])
        self.keys = self._bindings()

    @property
    def _default(self) -> str:
        return str(self._question.default)

    def _placeholder(self) -> StyleAndTextTuples:
        """The words tell it from something typed where there is no colour to do so."""
        offered = self._default or self._question.empty
        return [] if self._buffer.text else [("class:placeholder", f"{offered} (default)")]

    def _typed(self) -> str:
        """What Enter would accept now."""
        written = " ".join(self._buffer.text.split())
        return "" if written == NOTHING else written or self._default

    def _look(self) -> None:
        self._frame.objection = (self._buffer.text and self._question.objection(self._typed())) or ""

    def _bindings(self) -> KeyBindings:
        keys = KeyBindings()
        is_empty = Condition(lambda: not self._buffer.text)

        @keys.add("enter", eager=True)
        def _(event: KeyPressEvent) -> None:
            answer = self._typed()
            self._frame.objection = self._question.objection(answer) or ""
            if not self._frame.objection:
                event.app.exit(result=answer)

        @keys.add("?", filter=is_empty, eager=True)
        @keys.add("f1", eager=True)
        def _(event: KeyPressEvent) -> None:
            self._frame.toggle_why()

        @keys.add("tab", filter=is_empty, eager=True)
        @keys.add("right", filter=is_empty, eager=True)
        def _(event: KeyPressEvent) -> None:
            self._buffer.document = Document(self._default)

        @keys.add("tab", filter=~is_empty, eager=True)
        def _(event: KeyPressEvent) -> None:
            self._complete()

        return keys

    def _complete(self) -> None:
        """One step of going through the words that fit."""
        if self._buffer.complete_state:
            self._buffer.complete_next()
        else:
            self._buffer.start_completion(select_first=True)
