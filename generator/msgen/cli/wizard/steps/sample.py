"""Which sample."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Choice, Question
from msgen.cli.wizard.steps.step import Step, Surroundings


def _questions(answers: Answers, around: Surroundings) -> Iterator[Question]:
    names = tuple(around.samples)
    yield Question(
        name="sample",
        text="Which sample?",
        help="Its spec is copied and is yours from then on.",
        why=(
            "A sample is a committed spec that lints without an error and starts. `msgen new --sample NAME` does the "
            "same."
        ),
        kind="choice",
        default="minimal" if "minimal" in names else names[0],
        choices=tuple(Choice(name, name, said) for name, said in around.samples.items()),
        option="--sample NAME",
        topic="Sample",
    )


STEP = Step(_questions, frozenset({"sample"}))
