"""Where the system runs, from the first trial to users."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Answer, Choice, Question
from msgen.cli.wizard.draft import USUAL
from msgen.cli.wizard.steps.step import Step, Surroundings

_SAID = {"dev": "small, without mesh", "staging": "as prod, without users", "prod": "with users"}


def _questions(answers: Answers, around: Surroundings) -> Iterator[Question]:
    yield Question(
        name="environments",
        text="Which environments are there?",
        help="A release goes from each to the next.",
        why=(
            "Each environment gets its values for the chart. The first one runs with a third of the pods. Regions and "
            "differences between them are written under `environments`."
        ),
        kind="choices",
        default=USUAL,
        choices=tuple(Choice(name, name, said) for name, said in _SAID.items()),
        option="environments",
        check=_one_at_least,
        topic="Environments",
    )


def _one_at_least(answer: Answer) -> str | None:
    return None if answer else "one at least, as `prod`"


STEP = Step(_questions, frozenset({"full"}), on_request=frozenset({"quick", "reuse"}), settles=True)
