"""How often a journey is made, and how well it has to work."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Choice, Question
from msgen.cli.wizard.notation.objectives import EXAMPLE, objectives
from msgen.cli.wizard.sketch import sketched
from msgen.cli.wizard.steps.step import Step, Surroundings, understood_by


def _questions(answers: Answers, around: Surroundings) -> Iterator[Question]:
    journeys = tuple(sketched(answers).journeys)
    if not journeys:
        return
    yield Question(
        name="objectives",
        text="How often at the busiest time, and how well does it have to work?",
        help=f"Rate, availability, p99: `{EXAMPLE}`; of one journey alone: `; {journeys[0]} 50/s 99.9% 300ms`.",
        why=(
            "99.5% allows 216 minutes of failure in 30 days, 99.9% 43, 99.99% 4. Every hard dependency spends of that "
            "budget (AVL01). The rate decides how many pods are needed (CAP01), the p99 how long each call may take "
            "(LAT01)."
        ),
        kind="text",
        default=EXAMPLE,
        choices=tuple(Choice(name, name) for name in journeys),
        option="journeys.NAME",
        check=understood_by(lambda text: objectives(text, journeys)),
        topic="Objectives",
    )


STEP = Step(_questions, frozenset({"full"}), settles=True)
