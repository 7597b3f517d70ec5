"""The questions about a user journey."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.additions.draft import Contents
from msgen.additions.errors import AdditionError
from msgen.additions.journey import JourneyAddition, with_journey
from msgen.cli.adding.answers import figure, text, texts
from msgen.cli.adding.checks import new_name, one_at_least, read_by
from msgen.cli.adding.choices import NONE, choices, operations
from msgen.cli.adding.kind import Kind
from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Question
from msgen.design.names import NAME
from msgen.design.quantities import parse_duration, parse_percentage, parse_rate
from msgen.spec import Document
from msgen.topology.model import Topology

_OBJECTIVES = (
    ("peak", "How often at the busiest time?", "As `120/s`; empty: unknown.",
     "Load, pods and queues are computed from it (CAP01, CAP02).", parse_rate),
    ("availability", "What share of it has to succeed?", "As `99.9%`; empty: no target.",
     "Compared with what its dependencies allow (AVL01).", parse_percentage),
    ("latency_p99", "How fast are 99 of 100?", "As `800ms`; empty: no target.",
     "Compared with what its calls take (LAT01).", parse_duration),
)  # fmt: skip


def _questions(answers: Answers, topology: Topology) -> Iterator[Question]:
    entries = operations(topology)
    if not entries:
        raise AdditionError("there is no operation to begin with", "`msgen add operation SERVICE.NAME` makes one")
    yield Question(
        "name", "What is the journey called?", "What the user wants, as `place-order`.",
        "The numbers of the design are computed for journeys: availability, latency, load.",
        "text", "", option="NAME", check=new_name(NAME, topology.journeys, "a journey"), topic="Journey",
    )  # fmt: skip
    yield Question(
        "entry", "With which operations does the user make it?", "In their order.",
        "What these call, and what that calls, is what the journey needs.",
        "choices", (), choices(entries), "--entry", check=one_at_least, topic="Journey",
    )  # fmt: skip
    if topology.actors:
        yield Question(
            "actor", "Who makes it?", "Actors stand under `actors`.", "It stands in the architecture document.",
            "choice", "", (NONE, *choices(topology.actors)), "--actor", topic="Journey",
        )  # fmt: skip
    for name, asked, help_, why, parse in _OBJECTIVES:
        yield Question(
            name, asked, help_, why, "text", "", option=f"--{name.replace('_', '-')}", check=read_by(parse),
            topic="Journey",
        )  # fmt: skip


def _addition(document: Document, topology: Topology, answers: Answers) -> Contents:
    addition = JourneyAddition(
        name=str(answers["name"]),
        entry=texts(answers, "entry"),
        actor=text(answers, "actor"),
        peak=text(answers, "peak"),
        peak_factor=figure(answers, "peak_factor"),
        growth=text(answers, "growth"),
        availability=text(answers, "availability"),
        latency_p99=text(answers, "latency_p99"),
        criticality=text(answers, "criticality"),
    )
    return with_journey(document, topology, addition)


KIND = Kind("journey", {"name": "NAME", "entry": "--entry"}, _questions, _addition)
