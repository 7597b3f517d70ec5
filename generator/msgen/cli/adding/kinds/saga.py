"""The questions about a saga."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.additions.draft import Contents
from msgen.additions.errors import AdditionError
from msgen.additions.saga import EXAMPLE, SagaAddition, StepAddition, step, with_saga
from msgen.cli.adding.answers import text, texts
from msgen.cli.adding.checks import new_name, read_by
from msgen.cli.adding.choices import choices, events
from msgen.cli.adding.kind import Kind
from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Question
from msgen.design.names import NAME
from msgen.design.quantities import parse_duration
from msgen.spec import Document
from msgen.topology.model import Topology


def _questions(answers: Answers, topology: Topology) -> Iterator[Question]:
    known = events(topology)
    if not known:
        raise AdditionError("there is no event that could start a saga", "`msgen add event` makes one")
    yield Question(
        "name", "What is the saga called?", "After what it brings about, as `place-order`.",
        "It drives one step after the other, and undoes them where one fails.",
        "text", "", option="NAME", check=new_name(NAME, topology.sagas, "a saga"), topic="Saga",
    )  # fmt: skip
    yield Question(
        "trigger", "Which event starts it?", "The service that publishes it drives the saga.",
        "The saga begins with the transaction that publishes the event.",
        "choice", known[0], choices(known), "--trigger", topic="Saga",
    )  # fmt: skip
    yield Question(
        "step", "Which are its steps?", "As `pay: bank.Pay, compensate bank.Refund, timeout 5s`; several with `;`.",
        "A step without `compensate` before the `pivot` cannot be undone (SAG01); one without a timeout may take for "
        "ever (SAG04).",
        "text", "", option="--step", check=read_by(_some_steps, optional=False), topic="Saga",
    )  # fmt: skip
    yield Question(
        "deadline", "How long may all of it take?", "As `10m`; empty: for ever.",
        "A saga without a deadline is a finding (SAG04).",
        "text", "", option="--deadline", check=read_by(parse_duration), topic="Saga",
    )  # fmt: skip


def _steps(written: str) -> list[StepAddition]:
    return [step(part) for part in written.split(";") if part.strip()]


def _some_steps(written: str) -> list[StepAddition]:
    if not written.strip(" ;"):
        raise AdditionError("a saga has steps", EXAMPLE)
    return _steps(written)


def _addition(document: Document, topology: Topology, answers: Answers) -> Contents:
    addition = SagaAddition(
        name=str(answers["name"]),
        trigger=str(answers["trigger"]),
        steps=tuple(item for written in texts(answers, "step") for item in _steps(written)),
        coordinator=text(answers, "coordinator"),
        style=text(answers, "style"),
        deadline=text(answers, "deadline"),
        isolation=text(answers, "isolation"),
    )
    return with_saga(document, topology, addition)


KIND = Kind("saga", {"name": "NAME", "trigger": "--trigger", "step": "--step"}, _questions, _addition)
