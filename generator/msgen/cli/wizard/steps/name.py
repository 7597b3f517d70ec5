"""What the system is called."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Question
from msgen.cli.wizard.notation import NotationError
from msgen.cli.wizard.notation.parts import checked
from msgen.cli.wizard.steps.step import DESIGNED, Step, Surroundings, understood_by
from msgen.design.names import NAME


def _questions(answers: Answers, around: Surroundings) -> Iterator[Question]:
    def free(text: str) -> str:
        if text in around.taken:
            raise NotationError(f"`{text}` is there already: choose another name, as `{text}-2`, or another folder")
        return checked(text, NAME)

    yield Question(
        name="name",
        text="What is the system called?",
        help="Small letters, digits and `-`, as `shop`.",
        why=(
            "It names the folder, unless you gave one, the Kubernetes namespace, the umbrella chart and the proto "
            "packages. It can be changed later; the packages change with it."
        ),
        kind="text",
        default=around.name,
        option="name",
        check=understood_by(free),
        topic="System",
    )


STEP = Step(_questions, DESIGNED)
