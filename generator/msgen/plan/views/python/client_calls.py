"""The statements with which use cases and handlers call dependencies, and the mapping of their arguments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from msgen.contracts.messages import input_fields
from msgen.plan.views.python.annotations import relative
from msgen.plan.views.python.behaviour import known_as
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call as Expression
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import statement
from msgen.plan.views.python.mapping import FunctionView, MappingModule
from msgen.plan.views.python.messages import input_name
from msgen.plan.views.python.scopes import ClassRef, StructType
from msgen.plan.views.python.sources import Source
from msgen.topology.model import Call, Operation


class Reach(Struct, frozen=True):
    """What the arguments of a call or an event can be taken from."""

    sources: tuple[Source, ...]
    parameters: tuple[str, ...]
    """Typed parameters of the mapping functions."""
    arguments: tuple[str, ...]
    """The same as the use case passes them."""
    key: str = ""
    """The expression of the idempotency key that came in a header; empty where none did."""


def answer_names(contracts: ServiceContracts, calls: Sequence[Call]) -> Iterator[tuple[Call, str]]:
    """The variable that holds the answer of each call: `accounts_answer`, `accounts_answer_2`."""
    seen: dict[str, int] = {}
    for call in calls:
        client = contracts.ports.clients[call.target]
        seen[client] = seen.get(client, 0) + 1
        yield call, f"{client}_answer" + (f"_{seen[client]}" if seen[client] > 1 else "")


def call_statements(
    contracts: ServiceContracts, mapping: MappingModule, calls: Sequence[Call], reach: Reach, imports: Imports,
    *, keeps_answers: bool,
) -> Iterator[str]:  # fmt: skip
    """One statement per call, or one `gather` per group of calls that run in parallel, in the order of the spec."""
    names = {call.path: name for call, name in answer_names(contracts, calls) if keeps_answers and call.operation}
    for group in _groups(calls):
        expressions = tuple(_call_expression(contracts, mapping, call, reach) for call in group)
        bound = [names.get(call.path, "_") for call in group]
        prefix = f"{', '.join(bound)} = " if any(call.path in names for call in group) else ""
        if len(group) == 1:
            yield statement(f"{prefix}await ", expressions[0])
            continue
        imports.add("asyncio")
        yield statement(f"{prefix}await ", Expression("asyncio.gather", expressions))


def _groups(calls: Sequence[Call]) -> list[list[Call]]:
    groups: list[list[Call]] = []
    for call in calls:
        if groups and call.group is not None and groups[-1][0].group == call.group:
            groups[-1].append(call)
        else:
            groups.append([call])
    return groups


def _call_expression(contracts: ServiceContracts, mapping: MappingModule, call: Call, reach: Reach) -> Expression:
    client = contracts.ports.clients[call.target]
    method = contracts.ports.methods[call.path]
    function = f"{client}_{method.name}"
    if method.operation is None:
        _map_external(mapping, function, call, reach)
    else:
        _map_arguments(contracts, mapping, function, call, method.operation, reach)
    return Expression(f"self._ports.{client}.{method.name}", (Expression(f"mapping.{function}", reach.arguments),))


def _map_arguments(
    contracts: ServiceContracts,
    mapping: MappingModule,
    function: str,
    call: Call,
    callee: Operation,
    reach: Reach,
) -> None:
    service = contracts.topology.service(call.target)
    struct = StructType(ClassRef(contracts.consumed_module(call.target), input_name(callee)), input_fields(callee))
    renamed: dict[str, tuple[str, ...]] = {name: (given,) for name, given in call.with_.items()}
    identities = known_as(service.aggregates[0]) if service.aggregates else ()
    own_keys = set(identities)
    if identities and "id" not in renamed:
        renamed["id"] = (*identities, "id")
    if callee.idempotency_key and not key_header(callee):
        own_keys.add(callee.idempotency_key)
    suffix = ""
    if key_header(callee):
        suffix = f".keyed({reach.key or 'str(uuid4())'})"
        if not reach.key:
            mapping.need("uuid", "uuid4")
    mapping.build(
        function, reach.parameters, struct.ref, struct.fields, contracts.consumed_scope(call.target), reach.sources,
        f"Build the request to `{call.target}`.", renamed=renamed, own_keys=own_keys,
        suffix=suffix,
    )  # fmt: skip


def _map_external(mapping: MappingModule, function: str, call: Call, reach: Reach) -> None:
    mapping.need(relative(mapping.annotator.module, "domain._gen.scalars"), "Json")
    mapping.raw(
        FunctionView(
            function, reach.parameters, "Json",
            f"Build the request to `{call.target}`: all that the caller was asked for.",
            (), f'return {reach.arguments[0]}.model_dump(mode="json")',
        )
    )  # fmt: skip


def key_header(operation: Operation) -> str:
    """The header that holds the idempotency key; empty where a field does, or nothing."""
    key = operation.idempotency_key
    return key if key is not None and key[:1].isupper() else ""
