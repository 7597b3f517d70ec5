"""The mapping functions that build the requests of calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from msgen.contracts.messages import input_fields
from msgen.plan.views.python.annotations import relative
from msgen.plan.views.python.behaviour import known_as
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.earlier_answers import Answer, taken
from msgen.plan.views.python.mapping import FunctionView, MappingModule
from msgen.plan.views.python.messages import input_name
from msgen.plan.views.python.named_calls import NamedCall
from msgen.plan.views.python.scopes import ClassRef
from msgen.plan.views.python.sources import Source
from msgen.topology.model import Operation


class Reach(Struct, frozen=True):
    """What the arguments of a call or an event can be taken from."""

    sources: tuple[Source, ...]
    parameters: tuple[str, ...]
    """Typed parameters of the mapping functions."""
    arguments: tuple[str, ...]
    """The same as the use case passes them."""
    key: str = ""
    """The expression of the idempotency key that came in a header; empty where none did."""


def map_arguments(
    contracts: ServiceContracts, mapping: MappingModule, named: NamedCall, callee: Operation, reach: Reach,
    earlier: Sequence[Answer],
) -> tuple[Answer, ...]:  # fmt: skip
    """Adds the function that builds the request; gives the answers that it takes."""
    call = named.call
    service = contracts.topology.service(call.target)
    fields, scope = input_fields(callee), contracts.consumed_scope(call.target)
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
    from_answers = taken(
        [field for field in fields if field.name != callee.idempotency_key], renamed, scope, reach.sources, earlier
    )
    mapping.build(
        named.name, (*reach.parameters, *answer_parameters(mapping, from_answers.possible)),
        ClassRef(contracts.consumed_module(call.target), input_name(callee)), fields, scope,
        (*reach.sources, *(answer.for_others for answer in from_answers.answers)),
        f"Build the request to `{call.target}`.",
        renamed={**renamed, **from_answers.names}, own_keys=own_keys, suffix=suffix,
    )  # fmt: skip
    return from_answers.answers


def answer_parameters(mapping: MappingModule, answers: Sequence[Answer]) -> Iterator[str]:
    """By name and with a default: a call that the spec adds asks nothing of a use case that was there before."""
    if answers:
        yield "*"
    for answer in answers:
        yield f"{mapping.parameter(answer.named.answer, answer.ref)} | None = None"


def map_external(mapping: MappingModule, named: NamedCall, reach: Reach) -> None:
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
