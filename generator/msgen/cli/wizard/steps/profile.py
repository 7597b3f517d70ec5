"""How much of everything: the bundle of defaults."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Choice, Question
from msgen.cli.wizard.steps.step import Step, Surroundings


def _questions(answers: Answers, around: Surroundings) -> Iterator[Question]:
    yield Question(
        name="profile",
        text="How much is at stake?",
        help="A profile is a bundle of defaults; every one of them can be changed alone.",
        why=(
            "`minimal`: one pod each, timeouts only, no mesh. `standard`: two pods, retries, breakers and bulkheads, "
            "Istio. `production`: three pods in three zones, two copies of every store, canary releases, rate limits, "
            "and rules that are warnings elsewhere count as errors."
        ),
        kind="choice",
        default="standard",
        choices=(
            Choice("minimal", "minimal", "a trial: one pod each, no mesh"),
            Choice("standard", "standard", "two pods, full resilience, Istio"),
            Choice("production", "production", "three zones, stricter rules"),
        ),
        option="profile",
        topic="Profile",
    )


STEP = Step(_questions, frozenset({"quick"}), on_request=frozenset({"reuse", "full"}), settles=True)
