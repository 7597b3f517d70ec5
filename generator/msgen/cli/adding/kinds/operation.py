"""The questions about an operation."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.additions.draft import Contents
from msgen.additions.errors import AdditionError
from msgen.additions.fields import Fields, fields
from msgen.additions.operation import OperationAddition, with_operation
from msgen.cli.adding.answers import text, texts, wanted
from msgen.cli.adding.checks import new_name, read_by
from msgen.cli.adding.choices import choices, targets
from msgen.cli.adding.kind import Kind
from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Choice, Question
from msgen.design.names import TYPE_NAME
from msgen.design.scalars import parse_http
from msgen.spec import Document
from msgen.topology.model import Topology

_KINDS = (Choice("command", "command", "changes something"), Choice("query", "query", "only reads"))


def _questions(answers: Answers, topology: Topology) -> Iterator[Question]:
    offering = [name for name, service in topology.services.items() if service.protocols and not service.contract]
    if not offering:
        raise AdditionError("no service offers an API", "`msgen add service NAME --protocol rest` makes one")
    yield Question(
        "service", "Which service offers it?", "Those with an API.",
        "Operations that followed from what the service keeps are written out, so that they stay.",
        "choice", offering[0], choices(offering), "SERVICE.NAME", topic="Operation",
    )  # fmt: skip
    service = topology.services.get(str(answers.get("service") or offering[0]))
    taken = [operation.name for operation in service.operations] if service else []
    yield Question(
        "name", "What is it called?", "A verb and a noun, as `CancelOrder`.",
        "It becomes a use case of its own, `app/<name>.py`, which is yours.",
        "text", "", option="SERVICE.NAME", check=new_name(TYPE_NAME, taken, "an operation"), topic="Operation",
    )  # fmt: skip
    yield Question(
        "kind", "Does it change something?", "Queries may be tried again and cached.",
        "A command is tried again only where it is idempotent or has an idempotency key (RES02).",
        "choice", _likely(answers), _KINDS, "--kind", topic="Operation",
    )  # fmt: skip
    if service is not None and service.speaks("rest"):
        yield Question(
            "http", "At which method and path?", "As `POST /orders/{id}/cancel`; empty: what follows from its name.",
            "It stands in the OpenAPI contract.", "text", "", option="--http", check=read_by(parse_http),
            topic="Operation",
        )  # fmt: skip
    yield from _messages()
    yield Question(
        "call", "Whom does it call, and wait for?", "None is best: a caller fails with whom it calls.",
        "Each call gets a timeout, tries where they are safe, a breaker and a bulkhead.",
        "choices", (), targets(topology), "--call", topic="Operation",
    )  # fmt: skip


def _likely(answers: Answers) -> str:
    reading = str(answers.get("name", "")).startswith(("Get", "List", "Find", "Search", "Count"))
    return "query" if reading else "command"


def _messages() -> Iterator[Question]:
    help_ = "Fields as `reason: string(1..80), total: money`, or a type as `OrderSummary`; may be left empty."
    for name, asked in (("input", "What goes in?"), ("output", "What comes out?")):
        yield Question(
            name, asked, help_, "What is left empty follows from the first thing that the service keeps.",
            "text", "", option=f"--{name}", check=read_by(_message_of), topic="Operation",
        )  # fmt: skip


def _addition(document: Document, topology: Topology, answers: Answers) -> Contents:
    addition = OperationAddition(
        service=str(answers["service"]),
        name=str(answers["name"]),
        kind=text(answers, "kind"),
        http=text(answers, "http"),
        input=_message(texts(answers, "input")),
        output=_message(texts(answers, "output")),
        idempotent=wanted(answers, "idempotent"),
        idempotency_key=text(answers, "idempotency_key"),
        pagination=wanted(answers, "paged"),
        timeout=text(answers, "timeout"),
        rate_limit=text(answers, "rate_limit"),
        calls=texts(answers, "call"),
        publishes=texts(answers, "publish"),
        reads=texts(answers, "reads"),
        writes=texts(answers, "writes"),
    )
    return with_operation(document, topology, addition)


def _message_of(written: str) -> str | Fields | None:
    return _message((written,))


def _message(written: tuple[str, ...]) -> str | Fields | None:
    """A type by its name, or fields."""
    if not written:
        return None
    if len(written) == 1 and TYPE_NAME.fits(written[0]):
        return written[0]
    return fields(written)


KIND = Kind(
    "operation",
    {"service": "SERVICE.NAME", "name": "SERVICE.NAME"},
    _questions,
    _addition,
    lambda answers: f"`{answers['service']}.{answers['name']}`",
)
