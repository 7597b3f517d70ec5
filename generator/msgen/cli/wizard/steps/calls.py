"""Who calls whom."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Choice, Question
from msgen.cli.wizard.sketch import sketched
from msgen.cli.wizard.steps.step import DESIGNED, Step, Surroundings


def _questions(answers: Answers, around: Surroundings) -> Iterator[Question]:
    names = [each.name for each in sketched(answers).services if each.shape.protocols]
    pairs = tuple(
        Choice(f"{caller}->{callee}", f"{caller} calls {callee}")
        for caller in names
        for callee in names
        if caller != callee
    )
    if not pairs:
        return
    yield Question(
        name="calls",
        text="Which services call each other and wait for the answer?",
        help="What can happen a moment later is better an event: the next question.",
        why=(
            "A call gets a client with deadline, timeout, retry, circuit breaker and bulkhead. The caller is never "
            "more available than what it calls (AVL01), and at least as slow (LAT01). Calls in a circle are an error "
            "(COM02)."
        ),
        kind="choices",
        default=(pairs[0].value,),
        choices=pairs,
        option="services.NAME.calls",
        topic="Calls",
    )


STEP = Step(_questions, DESIGNED, settles=True)
