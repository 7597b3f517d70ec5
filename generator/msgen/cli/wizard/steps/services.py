"""The services: of the system, or of each of its contexts."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Question
from msgen.cli.wizard.notation.names import names
from msgen.cli.wizard.notation.parts import once
from msgen.cli.wizard.sketch import contexts_of, service_names
from msgen.cli.wizard.steps.step import DESIGNED, Step, Surroundings, understood_by

USUAL = "orders, payments"


def _questions(answers: Answers, around: Surroundings) -> Iterator[Question]:
    contexts = contexts_of(answers)
    if not contexts:
        yield _question("services", "Which services does it have?", USUAL, ())
    for context in contexts:
        default = USUAL if len(contexts) == 1 else context
        text = f"Which services does the context `{context}` have?"
        yield _question(f"contexts.{context}.services", text, default, service_names(answers))


def _question(name: str, text: str, default: str, others: tuple[str, ...]) -> Question:
    return Question(
        name=name,
        text=text,
        help="Names with commas between them, as `orders, payments`.",
        why=(
            "Each becomes a repository of its own: about 130 files with API, database, tests, image and chart, 2 pods "
            "and a database in the cluster. A service is a team's to change and release alone; what always changes "
            "together is better one service (BND06)."
        ),
        kind="text",
        default=default,
        option="services",
        check=understood_by(lambda text: once((*others, *names(text)))),
        topic="Services",
    )


STEP = Step(_questions, DESIGNED)
