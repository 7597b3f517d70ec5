"""The bounded contexts."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Question
from msgen.cli.wizard.notation.names import names
from msgen.cli.wizard.steps.step import Step, Surroundings, understood_by


def _questions(answers: Answers, around: Surroundings) -> Iterator[Question]:
    yield Question(
        name="contexts",
        text="Which bounded contexts does it have?",
        help="Names with commas between them, as `ordering, billing`.",
        why=(
            "Inside a context a word means one thing. Types are shared within a context and never across; what "
            "crosses its border is an operation or an event. The rules BND01 to BND12 look at these borders. One "
            "context is a good start."
        ),
        kind="text",
        default=str(answers["name"]),
        option="contexts",
        check=understood_by(names),
        topic="Contexts",
    )


STEP = Step(_questions, frozenset({"full"}))
