"""Nobody can be asked: the defaults are taken where that was wished, and are an error otherwise."""

from __future__ import annotations

from msgspec import Struct

from msgen.cli.asking.asker import Back
from msgen.cli.asking.question import Answer, Question
from msgen.cli.output import say
from msgen.cli.usage import UsageError


class RefusingAsker(Struct, frozen=True):
    takes_defaults: bool
    """`--yes` was given."""

    def ask(self, question: Question, *, progress: str) -> Answer | Back:
        told = f"give it with `{question.option}`" if question.option else "run the command at a terminal"
        if not self.takes_defaults:
            raise UsageError(
                f"there is no terminal to ask `{question.name}` at: {question.text}",
                f"{told}, or take every default with `--yes`",
            )
        if (objection := question.objection(question.default)) is not None:
            raise UsageError(f"`{question.name}` has no default that can be taken: {objection}", told)
        return question.default

    def say(self, text: str) -> None:
        say(text)
