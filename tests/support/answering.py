"""Answers without a person: each question gets what a list says, or its default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgen.cli.asking.asker import Back
from msgen.cli.asking.conversation import Answers, Script, converse
from msgen.cli.asking.question import Answer, Question


class Answering:
    """Gives what it was made with by the name of the question, else the default; remembers what it was asked."""

    def __init__(self, given: Mapping[str, Any] | None = None) -> None:
        self.given = dict(given or {})
        self.asked: list[Question] = []
        self.said: list[str] = []

    def ask(self, question: Question, *, progress: str) -> Answer | Back:
        self.asked.append(question)
        reply = self.given.get(question.name, question.default)
        if isinstance(reply, list):
            reply = reply.pop(0) if reply else question.default
        if isinstance(reply, BaseException):
            raise reply
        if not isinstance(reply, Back):
            assert question.objection(reply) is None, (question.name, reply, question.objection(reply))
        return reply

    def say(self, text: str) -> None:
        self.said.append(text)


def answers_to(script: Script, given: Mapping[str, Any] | None = None) -> Answers:
    """All answers of a conversation."""
    return converse(script, Answering(given), {}, lambda _: None)
