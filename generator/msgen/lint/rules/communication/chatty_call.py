"""COM03: an operation that asks one service again and again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Operation, Service

CALLS = 5
"""The most calls per request."""


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        for call in service.calls():
            if call.per_request > CALLS:
                path = f"{call.path}.per_request"
                yield Smell(
                    path,
                    f"{call.per_request} calls of `{call.callee}` per request, more than {CALLS}",
                    fixes=(
                        Fix(f"ask {call.callee} once for all of them", (Edit(path, 1),)),
                        Fix(f"keep what it asks for in a read model, fed by events of {call.target}"),
                    ),
                )
        for operation in service.operations:
            for target, number in _together(service, operation).items():
                yield Smell(
                    operation.object_path,
                    f"{number} calls of `{target}` per request, more than {CALLS}",
                    fixes=(
                        Fix(f"ask {target} once, by an operation that answers all of it"),
                        Fix(f"keep what it asks for in a read model, fed by events of {target}"),
                    ),
                )


def _together(service: Service, operation: Operation) -> dict[str, Decimal]:
    """Calls per request by service, where they are too many; those that are too many alone are left out."""
    found: dict[str, Decimal] = {}
    for added in ((), *(version.calls.get(operation.name, ()) for version in service.versions)):
        numbers: dict[str, Decimal] = {}
        for call in (*operation.calls, *added):
            if not call.is_external and call.per_request <= CALLS:
                numbers[call.target] = numbers.get(call.target, Decimal(0)) + call.per_request
        found |= {target: number for target, number in numbers.items() if number > max(CALLS, found.get(target, 0))}
    return found


RULE = Rule(
    id="COM03",
    title="Chatty call",
    severity="warning",
    covers=("S3",),
    source="Taibi, Lenarduzzi, Pahl, taxonomy of anti-patterns; Azure cloud patterns (chatty I/O)",
    condition="`per_request` of a call > 5, or its sum over the calls of one operation to one service > 5",
    fix="choice",
    check=check,
)
