"""The questions about an event."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.additions.draft import Contents
from msgen.additions.errors import AdditionError
from msgen.additions.event import EventAddition, with_event
from msgen.additions.fields import fields
from msgen.cli.adding.answers import number, text, texts, wanted
from msgen.cli.adding.checks import new_name, read_by
from msgen.cli.adding.choices import choices, events, operations
from msgen.cli.adding.kind import Kind
from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Question
from msgen.design.names import TYPE_NAME
from msgen.spec import Document
from msgen.topology.model import Topology


def _questions(answers: Answers, topology: Topology) -> Iterator[Question]:
    publishers = choices([*operations(topology, commands=True), *topology.services])
    if not publishers:
        raise AdditionError("there is no service that could publish", "`msgen add service NAME` makes one")
    yield Question(
        "name", "What is the event called?", "What has happened, in the past: `OrderCancelled`.",
        "It becomes a subject of the broker, a schema in AsyncAPI, and a class in each service that speaks of it.",
        "text", "", option="NAME", check=new_name(TYPE_NAME, events(topology), "an event"), topic="Event",
    )  # fmt: skip
    yield Question(
        "publisher", "Who publishes it?", "A command, or a service for all of its commands.",
        "It leaves through the outbox, in the transaction of the change that it tells of.",
        "choice", publishers[0].value, publishers, "--publisher", topic="Event",
    )  # fmt: skip
    yield Question(
        "subscriber", "Who handles it?", "Nobody is a finding (EVT02).",
        "Each gets a handler, and an inbox where it has a store.",
        "choices", (), choices(topology.services), "--subscriber", topic="Event",
    )  # fmt: skip
    yield Question(
        "field", "What does it carry?", "As `order_id: uuid, reason: string`; empty: its key.",
        "What others need to act; personal data in it is a finding (SEC05).",
        "text", "", option="--field", check=read_by(lambda written: fields([written])), topic="Event",
    )  # fmt: skip


def _addition(document: Document, topology: Topology, answers: Answers) -> Contents:
    addition = EventAddition(
        name=str(answers["name"]),
        publisher=str(answers["publisher"]),
        subscribers=texts(answers, "subscriber"),
        aggregate=text(answers, "aggregate"),
        key=text(answers, "key"),
        fields=fields(texts(answers, "field")),
        version=number(answers, "version"),
        public=wanted(answers, "public"),
        retention=text(answers, "retention"),
    )
    return with_event(document, topology, addition)


KIND = Kind("event", {"name": "NAME", "publisher": "--publisher"}, _questions, _addition)
