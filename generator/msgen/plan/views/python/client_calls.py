"""The statements with which use cases and handlers call dependencies, and the mapping of their arguments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from msgen.contracts.messages import input_fields
from msgen.plan.views.python.annotations import relative
from msgen.plan.views.python.behaviour import known_as
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call as Expression
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import LINE_LENGTH, statement
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


class NamedCall(Struct, frozen=True):
    call: Call
    name: str
    """What mapping calls it, whatever other calls there are: `accounts_get_customer`."""
    variable: str
    """Where the use case keeps the answer: `accounts_answer`."""

    @property
    def answer(self) -> str:
        """The keyword under which mapping takes the answer: `accounts_get_customer_answer`."""
        return f"{self.name}_answer"


def named_calls(contracts: ServiceContracts, calls: Sequence[Call]) -> Iterator[NamedCall]:
    """The calls of one use case; one that is made twice counts on."""
    asked = Counter(call.target for call in calls)
    seen: Counter[str] = Counter()
    for call in calls:
        client = contracts.ports.clients[call.target]
        name = f"{client}_{contracts.ports.methods[call.path].plain}"
        seen[name] += 1
        if seen[name] > 1:
            name = f"{name}_{seen[name]}"
        yield NamedCall(call, name, f"{client if asked[call.target] == 1 else name}_answer")


def call_statements(
    contracts: ServiceContracts, mapping: MappingModule, calls: Sequence[Call], reach: Reach, imports: Imports,
    *, keeps_answers: bool,
) -> Iterator[str]:  # fmt: skip
    """One statement per call, or one `gather` per group of calls that run in parallel, in the order of the spec."""
    for group in _groups(tuple(named_calls(contracts, calls))):
        expressions = tuple(_call_expression(contracts, mapping, named, reach) for named in group)
        bound = [named.variable if keeps_answers and named.call.operation else "_" for named in group]
        prefix = "" if set(bound) == {"_"} else f"{', '.join(bound)} = "
        if len(group) == 1:
            yield statement(f"{prefix}await ", expressions[0])
            continue
        imports.add("asyncio")
        if len(f"{prefix}await asyncio.gather(") + 8 > LINE_LENGTH:
            prefix = "".join(("(\n", *(f"            {name},\n" for name in bound), "        ) = "))
        yield statement(f"{prefix}await ", Expression("asyncio.gather", expressions))


def _groups(calls: Sequence[NamedCall]) -> list[list[NamedCall]]:
    groups: list[list[NamedCall]] = []
    for named in calls:
        group = named.call.group
        if groups and group is not None and groups[-1][0].call.group == group:
            groups[-1].append(named)
        else:
            groups.append([named])
    return groups


def _call_expression(contracts: ServiceContracts, mapping: MappingModule, named: NamedCall, reach: Reach) -> Expression:
    method = contracts.ports.methods[named.call.path]
    if method.operation is None:
        _map_external(mapping, named, reach)
    else:
        _map_arguments(contracts, mapping, named, method.operation, reach)
    client = contracts.ports.clients[named.call.target]
    return Expression(f"self._ports.{client}.{method.name}", (Expression(f"mapping.{named.name}", reach.arguments),))


def _map_arguments(
    contracts: ServiceContracts,
    mapping: MappingModule,
    named: NamedCall,
    callee: Operation,
    reach: Reach,
) -> None:
    call = named.call
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
        named.name, reach.parameters, struct.ref, struct.fields, contracts.consumed_scope(call.target), reach.sources,
        f"Build the request to `{call.target}`.", renamed=renamed, own_keys=own_keys,
        suffix=suffix,
    )  # fmt: skip


def _map_external(mapping: MappingModule, named: NamedCall, reach: Reach) -> None:
    mapping.need(relative(mapping.annotator.module, "domain._gen.scalars"), "Json")
    mapping.raw(
        FunctionView(
            named.name, reach.parameters, "Json",
            f"Build the request to `{named.call.target}`: all that the caller was asked for.",
            (), f'return {reach.arguments[0]}.model_dump(mode="json")',
        )
    )  # fmt: skip


def key_header(operation: Operation) -> str:
    """The header that holds the idempotency key; empty where a field does, or nothing."""
    key = operation.idempotency_key
    return key if key is not None and key[:1].isupper() else ""
