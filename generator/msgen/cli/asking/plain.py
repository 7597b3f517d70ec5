"""Questions as plain numbered lines, for screen readers and for terminals that can do no more."""

from __future__ import annotations

import sys
from typing import TextIO

from msgspec import Struct

from msgen.cli.asking.asker import BACK, Back
from msgen.cli.asking.question import Answer, Question

NOTHING = "-"
LITERALLY = "="
"""Before an answer that is itself `b`, `?` or `-`."""


class PlainAsker(Struct, frozen=True):
    incoming: TextIO | None = None
    """Where answers come from: stdin, unless another is given."""

    def ask(self, question: Question, *, progress: str) -> Answer | Back:
        self.say(f"\n{progress.replace(' · ', ', ')}\n{question.text}\n{question.help}")
        if question.kind != "text":
            for number, choice in enumerate(question.choices, 1):
                self.say(f"  {number}. {choice.label}{f': {choice.help}' if choice.help else ''}")
        while True:
            written = self._line(f"{_how(question)} [{question.shown(question.default)}]: ")
            if written == "b":
                return BACK
            if written == "?":
                self.say(question.why)
                continue
            answer = _understood(question, written)
            objection = "that is none of the numbers" if answer is None else question.objection(answer)
            if answer is not None and objection is None:
                return answer
            self.say(f"not allowed: {objection}")

    def say(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def _line(self, prompt: str) -> str:
        """What a person writes; the end of the input counts as Ctrl-C."""
        print(prompt, end="", file=sys.stderr, flush=True)
        line = (self.incoming or sys.stdin).readline()
        if not line:
            raise KeyboardInterrupt
        return line.strip()


def _how(question: Question) -> str:
    match question.kind:
        case "yes_no":
            return "y or n; b back, ? why"
        case "choice":
            return "number; b back, ? why"
        case "choices":
            return f"numbers with commas, {NOTHING} for none; b back, ? why"
    return "answer; b back, ? why"


def _understood(question: Question, written: str) -> Answer | None:
    if not written:
        return question.default
    match question.kind:
        case "yes_no":
            return {"y": True, "yes": True, "n": False, "no": False}.get(written.lower())
        case "choice":
            return _picked(question, written)
        case "choices" if written == NOTHING:
            return ()
        case "choices":
            picked = [_picked(question, part.strip()) for part in written.split(",")]
            return tuple(dict.fromkeys(value for value in picked if value)) if all(picked) else None
    return "" if written == NOTHING else written.removeprefix(LITERALLY)


def _picked(question: Question, written: str) -> str | None:
    """The choice of a number, or of the value itself."""
    values = [choice.value for choice in question.choices]
    if written.isdecimal() and 1 <= int(written) <= len(values):
        return values[int(written) - 1]
    return written if written in values else None
