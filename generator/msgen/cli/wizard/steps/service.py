"""What each service is: how it is reached, what it stores, what it does."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Choice, Question
from msgen.cli.wizard.notation.aggregates import aggregates
from msgen.cli.wizard.notation.operations import operations
from msgen.cli.wizard.shapes import LIKE, SHAPES, Shape
from msgen.cli.wizard.sketch import derived_aggregate, service_names
from msgen.cli.wizard.steps.step import Step, Surroundings, understood_by


def _questions(answers: Answers, around: Surroundings) -> Iterator[Question]:
    earlier: list[str] = []
    for name in service_names(answers):
        yield _shape(name, tuple(earlier))
        written = str(answers[f"services.{name}.shape"])
        earlier.append(name)
        if written.startswith(LIKE):
            continue
        shape = Shape.of(written, first=True)
        if shape.stores:
            yield _aggregates(name)
        if shape.protocols:
            yield _operations(name)


def _shape(name: str, earlier: tuple[str, ...]) -> Question:
    known = tuple(Choice(word, label, said) for word, (label, said) in SHAPES.items())
    alike = tuple(
        Choice(f"{LIKE}{other}", f"like `{other}`", "the same answers, with its own names") for other in earlier
    )
    return Question(
        name=f"services.{name}.shape",
        text=f"How is `{name}` reached, and where does it store?",
        help="REST for browsers and partners, gRPC between services.",
        why=(
            "It decides which servers, clients and contracts are generated. Every store has its own migrations and "
            "costs a database; two services never share one (COM01). SQLite allows a single pod (AVL05)."
        ),
        kind="choice",
        default="grpc/postgres" if earlier else "rest/postgres",
        choices=(*known, *alike),
        option=f"services.{name}.api",
        topic=f"Service `{name}`",
    )


def _aggregates(name: str) -> Question:
    own = derived_aggregate(name)
    return Question(
        name=f"services.{name}.aggregates",
        text=f"What does `{name}` store?",
        help=f"Aggregates with typed fields, as `{own}: total money, status enum(open|done)`; `;` between two.",
        why=(
            "An aggregate is stored and changed as a whole. Each gets a class, a table, a migration and messages in "
            "the contracts; an `id` is added. Types: string int float decimal bool uuid date datetime duration bytes "
            "json email url money, enum(a|b), list(T), map(T); `?` makes one optional; marks: unique index pii pci "
            "default=."
        ),
        kind="text",
        default=own,
        option=f"services.{name}.aggregates",
        check=understood_by(aggregates),
        topic=f"Service `{name}`",
    )


def _operations(name: str) -> Question:
    own = derived_aggregate(name)
    return Question(
        name=f"services.{name}.operations",
        text=f"What can be asked of `{name}`?",
        help=f"Operations as `Place{own}, Get{own}`; nothing written: create, get, list, update and delete.",
        why=(
            "Each operation gets a use case to fill in, a route, a client and tests. Get, List, Find, Search and "
            "Count are queries, everything else is a command. A method and path may follow the name: `PlaceOrder POST "
            "/orders`."
        ),
        kind="text",
        default="",
        empty="create, get, list, update and delete",
        option=f"services.{name}.api.operations",
        check=understood_by(operations),
        topic=f"Service `{name}`",
    )


STEP = Step(_questions, frozenset({"full"}))
