"""How much is asked."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Choice, Question
from msgen.cli.wizard.steps.step import Step, Surroundings


def _questions(answers: Answers, around: Surroundings) -> Iterator[Question]:
    remembered = ", ".join(str(value) for value in around.settings.values() if isinstance(value, str))
    choices = (
        Choice("quick", "quick start", "5 questions: name, services, calls, events, profile"),
        Choice("sample", "from a sample", f"one of {len(around.samples)} complete systems to change"),
        *((Choice("reuse", "reuse my last settings", f"4 questions; as last time: {remembered}"),) * bool(remembered)),
        Choice("full", "full tour", "also contexts, fields, operations, journeys, mesh"),
    )
    yield Question(
        name="how",
        text="How do you want to start?",
        help="Every question has a default: Enter takes it.",
        why=(
            "Each way ends with a spec, `msgen.yaml`, that you see before anything is written. What is not asked gets "
            "a default; `msgen explain` says which and why, and the spec can be changed at any time."
        ),
        kind="choice",
        default="quick",
        choices=choices,
        option="--spec FILE",
        topic="Start",
    )


STEP = Step(_questions)
