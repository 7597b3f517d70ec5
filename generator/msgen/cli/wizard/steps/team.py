"""Who answers for the system; not asked, but offered on the last page with what git knows."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Question
from msgen.cli.wizard.notation.parts import checked
from msgen.cli.wizard.steps.step import DESIGNED, Step, Surroundings, understood_by
from msgen.design.names import NAME


def _questions(answers: Answers, around: Surroundings) -> Iterator[Question]:
    found = f"Git says `{around.team}`. " if around.team else ""
    yield Question(
        name="team",
        text="Which team answers for it?",
        help=f"{found}Small letters, digits and `-`; `-` alone for none.",
        why=(
            "The team becomes the owner of every context. Once a spec names teams, a context without an owner is a "
            "finding (BND11). Where a team is paged and talks is written under `teams`."
        ),
        kind="text",
        default=around.team,
        option="contexts.NAME.owner",
        check=understood_by(lambda text: checked(text, NAME) if text else text),
        topic="Team",
    )


STEP = Step(_questions, frozenset(), on_request=DESIGNED)
