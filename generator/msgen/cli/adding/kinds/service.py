"""The questions about a service."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.additions.draft import Contents
from msgen.additions.errors import AdditionError
from msgen.additions.fields import Fields, aggregate, fields
from msgen.additions.service import ServiceAddition, with_service
from msgen.cli.adding.answers import text, texts
from msgen.cli.adding.checks import new_name, read_by
from msgen.cli.adding.choices import NONE, choices, events, targets
from msgen.cli.adding.kind import Kind
from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Choice, Question
from msgen.design.derived_operations import implied_aggregates
from msgen.design.names import NAME
from msgen.design.service import Service
from msgen.spec import Document
from msgen.topology.model import Topology

_STORES = ("postgres", "sqlite", "none")


def _questions(answers: Answers, topology: Topology) -> Iterator[Question]:
    yield Question(
        "name", "What is the service called?", "Small letters, digits and `-`, as `billing`.",
        "It becomes a repository of its own: `services/<name>/`, with code, contracts, chart and tests.",
        "text", "billing", option="NAME", check=new_name(NAME, topology.services, "a service"), topic="Service",
    )  # fmt: skip
    yield Question(
        "like", "Is it like another one?", "Then it gets the same protocol, store, scaling and objectives.",
        "Names are not taken over: no operations, aggregates, calls or events.",
        "choice", "", (NONE, *choices(topology.services)), "--like", topic="Service",
    )  # fmt: skip
    yield from _place(answers, topology)
    if not answers.get("like"):
        yield from _shape()
    yield Question(
        "aggregate", "What does it keep?", "As `Invoice: total money, status enum(open|paid)`; several with `;`.",
        "Each aggregate gets tables, a migration, and operations to create, get, list, update and delete it.",
        "text", "", option="--aggregate", check=read_by(_aggregates), topic="Service",
    )  # fmt: skip
    yield from _relations(topology)


def _place(answers: Answers, topology: Topology) -> Iterator[Question]:
    written = [name for name, context in topology.contexts.items() if context.is_written]
    if written and not answers.get("like"):
        yield Question(
            "context", "To which context does it belong?", "None makes one of its own, named after it.",
            "Types are shared within a context. A call out of a context is a line of the context map.",
            "choice", "", (NONE, *choices(written)), "--context", topic="Service",
        )  # fmt: skip


def _shape() -> Iterator[Question]:
    yield Question(
        "protocol", "How is it offered?", "None makes a worker, which only handles events.",
        "Each protocol gets a server, a contract and typed clients for its callers.",
        "choices", ("rest",), choices(("rest", "grpc")), "--protocol", topic="Service",
    )  # fmt: skip
    yield Question(
        "store", "Where does it keep its data?", "On your machine every SQL store is SQLite.",
        "A store costs availability on every journey through the service (AVL01, AVL05).",
        "choice", "postgres", choices(_STORES), "--store", topic="Service",
    )  # fmt: skip


def _relations(topology: Topology) -> Iterator[Question]:
    if topology.services:
        yield Question(
            "call", "Whom does it call, and wait for?", "None is best: a caller fails with whom it calls.",
            "Each call gets a timeout, tries where they are safe, a breaker and a bulkhead; it costs availability.",
            "choices", (), targets(topology), "--call", topic="Service",
        )  # fmt: skip
    if names := events(topology):
        yield Question(
            "subscribe", "Which events does it handle?", "Each gets a handler.",
            "Events are handled once, whatever the broker delivers: an inbox remembers them.",
            "choices", (), tuple(Choice(name, name) for name in names), "--subscribe", topic="Service",
        )  # fmt: skip


def _addition(document: Document, topology: Topology, answers: Answers) -> Contents:
    addition = ServiceAddition(
        name=str(answers["name"]),
        context=text(answers, "context"),
        role=text(answers, "role"),
        description=text(answers, "description"),
        owner=text(answers, "owner"),
        protocols=texts(answers, "protocol"),
        exposure=text(answers, "exposure"),
        auth=text(answers, "auth"),
        aggregates=_with_fields(answers),
        publishes=texts(answers, "publish"),
        subscribes=texts(answers, "subscribe"),
        calls=texts(answers, "call"),
        store=text(answers, "store"),
        like=text(answers, "like"),
    )
    return with_service(document, topology, addition)


def _aggregates(written: str) -> dict[str, Fields]:
    """Each aggregate of a text, in which `;` stands between them."""
    return dict(aggregate(part) for part in written.split(";") if part.strip())


def _with_fields(answers: Answers) -> dict[str, Fields]:
    """The aggregates with the fields that are given apart, as `status: ...` or `Order.status: ...`."""
    found: dict[str, Fields] = {}
    for written in texts(answers, "aggregate"):
        found |= _aggregates(written)
    for written in texts(answers, "field"):
        owner, dot, rest = written.partition(".")
        named = dot and owner in found
        if not named and len(found) > 1:
            raise AdditionError(
                f"`{written}` could belong to {', '.join(f'`{name}`' for name in found)}",
                f"write `{next(iter(found))}.{written}`",
            )
        name = (
            owner
            if named
            else next(iter(found), None) or next(iter(implied_aggregates(str(answers["name"]), Service())))
        )
        found[name] = {**found.get(name, {}), **fields([rest if named else written])}
    return found


KIND = Kind("service", {"name": "NAME"}, _questions, _addition)
