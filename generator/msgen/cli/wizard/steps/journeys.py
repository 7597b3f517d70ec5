"""What users do that has to work."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Choice, Question
from msgen.cli.wizard.look import Look, look_at
from msgen.cli.wizard.sketch import sketched
from msgen.cli.wizard.steps.step import Step, Surroundings


def _questions(answers: Answers, around: Surroundings) -> Iterator[Question]:
    seen = look_at(sketched(answers))
    if not isinstance(seen, Look):
        return
    entries = [
        f"{name}.{operation.name}"
        for name, service in seen.topology.services.items()
        for operation in service.operations
    ]
    if not entries:
        return
    yield Question(
        name="journeys",
        text="Which operations do users depend on most?",
        help="Each becomes a journey: availability, latency and load are worked out for it. None is allowed.",
        why=(
            "A critical user journey is what objectives are about. With one, msgen works out whether the design can "
            "keep its promise, and the rules of the families AVL, LAT and CAP look at every pod, store and call on "
            "the way. Without one they have nothing to measure."
        ),
        kind="choices",
        default=(),
        choices=tuple(Choice(entry, entry) for entry in entries),
        option="journeys",
        topic="Journeys",
    )


STEP = Step(_questions, frozenset({"full"}))
