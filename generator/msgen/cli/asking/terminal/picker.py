"""One choice, or several, from a list that can be searched once it is long."""

from __future__ import annotations

from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import ConditionalContainer, Dimension, FormattedTextControl, HSplit, Window

from msgen.cli.asking.question import Answer, Choice, Question
from msgen.cli.asking.terminal.frame import Frame

FEW = 8
"""Choices that are seen at a glance; more can be searched."""
_MOST_LINES = 10

YES_NO = (Choice("yes", "yes"), Choice("no", "no"))


class Picker:
    def __init__(self, question: Question, frame: Frame) -> None:
        self._question = question
        self._frame = frame
        self._choices = YES_NO if question.kind == "yes_no" else question.choices
        self._search = ""
        self._chosen = set(question.default) if isinstance(question.default, tuple) else set()
        self._at = next((number for number, each in enumerate(self._choices) if each.value == self._preferred()), 0)
        self.focus = Window(
            FormattedTextControl(self._lines, focusable=True, show_cursor=False),
            height=Dimension(max=_MOST_LINES),
            dont_extend_height=True,
        )
        above = Window(FormattedTextControl(self._above), height=1)
        self.body = HSplit([ConditionalContainer(above, Condition(lambda: bool(self._above()[0][1]))), self.focus])
        self.keys = self._bindings()

    def _preferred(self) -> Answer:
        default = self._question.default
        return ("yes" if default else "no") if isinstance(default, bool) else default

    @property
    def _shown(self) -> tuple[Choice, ...]:
        wanted = self._search.lower()
        return tuple(each for each in self._choices if wanted in f"{each.value} {each.label}".lower())

    def _lines(self) -> StyleAndTextTuples:
        column = max((len(each.label) for each in self._shown), default=0) + 2
        rows = [self._line(number, each, column) for number, each in enumerate(self._shown)]
        if not rows:
            rows.append([("", "  nothing is called so; Backspace takes letters back")])
        return [fragment for number, row in enumerate(rows) for fragment in ([("", "\n")] * bool(number) + row)]

    def _above(self) -> StyleAndTextTuples:
        """How many are chosen, and what is searched for: seen wherever the list is scrolled to."""
        said = [f"{len(self._chosen)} of {len(self._choices)} chosen"] if self._question.kind == "choices" else []
        said += [f"search: {self._search}"] if len(self._choices) > FEW else []
        return [("class:help", "; ".join(said))]

    def _line(self, number: int, choice: Choice, column: int) -> StyleAndTextTuples:
        is_here = number == self._at
        mark = ""
        if self._question.kind == "choices":
            mark = "[x] " if choice.value in self._chosen else "[ ] "
        style = "class:chosen" if is_here or choice.value in self._chosen else ""
        text = f"{mark}{choice.label:<{column}}{choice.help}".rstrip()
        pointer = f"{self._frame.glyphs.pointer} " if is_here else "  "
        line: StyleAndTextTuples = [("class:pointer", pointer), (style, text)]
        return [("[SetCursorPosition]", ""), *line] if is_here else line

    def _answer(self) -> Answer | None:
        if self._question.kind == "choices":
            return tuple(each.value for each in self._choices if each.value in self._chosen)
        if not self._shown:
            return None
        value = self._shown[self._at].value
        return value == "yes" if self._question.kind == "yes_no" else value

    def _bindings(self) -> KeyBindings:
        keys = KeyBindings()
        is_long = Condition(lambda: len(self._choices) > FEW)
        is_many = Condition(lambda: self._question.kind == "choices")
        is_yes_no = Condition(lambda: self._question.kind == "yes_no")

        @keys.add("enter", eager=True)
        def _(event: KeyPressEvent) -> None:
            self._accept(event, self._answer())

        @keys.add("down", eager=True)
        @keys.add("c-n", eager=True)
        def _(event: KeyPressEvent) -> None:
            self._at = min(self._at + 1, max(len(self._shown) - 1, 0))

        @keys.add("up", eager=True)
        @keys.add("c-p", eager=True)
        def _(event: KeyPressEvent) -> None:
            self._at = max(self._at - 1, 0)

        @keys.add("y", filter=is_yes_no, eager=True)
        def _(event: KeyPressEvent) -> None:
            self._accept(event, True)

        @keys.add("n", filter=is_yes_no, eager=True)
        def _(event: KeyPressEvent) -> None:
            self._accept(event, False)

        @keys.add("?", eager=True)
        @keys.add("f1", eager=True)
        def _(event: KeyPressEvent) -> None:
            self._frame.toggle_why()

        @keys.add(" ", filter=is_many, eager=True)
        def _(event: KeyPressEvent) -> None:
            if self._shown:
                self._chosen ^= {self._shown[self._at].value}

        @keys.add("backspace", filter=is_long, eager=True)
        def _(event: KeyPressEvent) -> None:
            self._look_for(self._search[:-1])

        @keys.add(Keys.Any)
        def _(event: KeyPressEvent) -> None:
            if is_long() and event.data.isprintable():
                self._look_for(self._search + event.data)

        return keys

    def _accept(self, event: KeyPressEvent, answer: Answer | None) -> None:
        self._frame.objection = (answer is not None and self._question.objection(answer)) or ""
        if answer is not None and not self._frame.objection:
            event.app.exit(result=answer)

    def _look_for(self, text: str) -> None:
        self._search, self._at = text, 0
