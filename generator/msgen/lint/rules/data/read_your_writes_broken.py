"""DAT06: a user who changes something and then does not see it."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.data._read_models import serves
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Journey, Operation, Topology

STRATEGIES = (
    ("wait", "wait for the version that the command returned"),
    ("primary", "ask the write side"),
    ("eventual", "say that it may lag behind"),
)


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    found: dict[str, tuple[Operation, Journey, Operation]] = {}
    for journey in topology.journeys.values():
        for command, query in _blind(topology, journey):
            found.setdefault(query.object_path, (query, journey, command))
    for path, (query, journey, command) in found.items():
        yield Smell(
            path,
            f"may not show yet what `{command.object_path}` has done before it",
            because=(journey.object_path, command.object_path, path),
            fixes=tuple(_fixes(query)),
        )


def _blind(topology: Topology, journey: Journey) -> Iterator[tuple[Operation, Operation]]:
    """The queries of a journey that nothing keeps behind the last command before them, with that command."""
    command = None
    for entry in journey.entries:
        service = topology.service(entry.partition(".")[0])
        operation = service.operation(entry.partition(".")[2])
        if not operation.is_query:
            command = operation
        elif command is not None and operation.strategy is None and serves(service, operation):
            yield command, operation


def _fixes(query: Operation) -> Iterator[Fix]:
    path = f"{query.object_path}.strategy"
    for strategy, meaning in STRATEGIES:
        yield Fix(f"{meaning} (`{strategy}`)", (Edit(path, strategy),) if query.is_written else ())


RULE = Rule(
    id="DAT06",
    title="Read-your-writes broken",
    severity="warning",
    covers=("S5",),
    source="msgen",
    condition="a journey with several entries in which a command is followed by a query that a read model serves and "
    "that has no `strategy`",
    fix="choice",
    check=check,
)
