"""What the request of a call can take from the answers of calls that were made before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from msgen.contracts.messages import output_fields
from msgen.design.types import Field
from msgen.plan.views.python.annotations import Annotator
from msgen.plan.views.python.behaviour import known_as
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.conversion import Converter
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.messages import output_name
from msgen.plan.views.python.named_calls import NamedCall
from msgen.plan.views.python.scopes import ClassRef, Scope
from msgen.plan.views.python.sources import Source, found_in, names_of
from msgen.topology.model import Operation


class Answer(Struct, frozen=True):
    """The answer of one call."""

    named: NamedCall
    ref: ClassRef
    source: Source
    identity: Mapping[str, Field]
    """Its `id`, by what others call it: `customer_id`."""

    @property
    def given(self) -> str:
        """The argument with which a use case passes it to mapping."""
        return f"{self.named.answer}={self.named.variable}"

    @property
    def for_others(self) -> Source:
        """The same for requests to others: its `id` never becomes the `id` of something else."""
        return replace(self.source, except_id=True, known_as=self.identity)


class Taken(Struct, frozen=True):
    """What a request takes from earlier answers, in the order of the calls."""

    answers: tuple[Answer, ...]
    possible: tuple[Answer, ...]
    """All that have a field of the request. Its function takes these, whatever else comes to give the field."""
    names: Mapping[str, Sequence[str]]
    """Fields that are looked up under fewer names: several answers have them under the others, and none is chosen."""


def answer_of(contracts: ServiceContracts, named: NamedCall) -> Answer:
    call = named.call
    assert call.operation is not None, "an external system gives no answer that could be mapped"
    callee = contracts.topology.operation(call.target, call.operation)
    fields = output_fields(callee)
    source = Source(named.answer, fields, contracts.consumed_scope(call.target), optional=True)
    ref = ClassRef(contracts.consumed_module(call.target), output_name(callee))
    return Answer(named, ref, source, dict(_identity(contracts, callee, fields)))


def taken(
    fields: Sequence[Field], names: Mapping[str, Sequence[str]], scope: Scope, sources: Sequence[Source],
    earlier: Sequence[Answer],
) -> Taken:  # fmt: skip
    """From which answers those fields come that nothing in `sources` gives, or not under the name that says most.

    `names` says under which names a field is looked up, where these are not its own.
    """
    looked_up = {target.name: tuple(names.get(target.name, names_of(target))) for target in fields}
    having = {
        (target.name, name): [each for each in earlier if _gives(each.for_others, name, target, scope)]
        for target in fields
        for name in looked_up[target.name]
    }
    givers: list[Answer] = []
    fewer: dict[str, Sequence[str]] = {}
    for target in fields:
        for name in looked_up[target.name]:
            found = having[target.name, name]
            if any(_gives(source, name, target, scope) for source in sources):
                break
            if len(found) == 1:
                givers += found
                break
            if found:
                fewer[target.name] = [each for each in fewer.get(target.name, looked_up[target.name]) if each != name]
    possible = [answer for found in having.values() for answer in found]
    return Taken(_in_order(earlier, givers), _in_order(earlier, possible), fewer)


def _in_order(earlier: Sequence[Answer], some: Sequence[Answer]) -> tuple[Answer, ...]:
    return tuple(answer for answer in earlier if answer in some)


def _gives(source: Source, name: str, target: Field, scope: Scope) -> bool:
    probe = Converter(Annotator("", Imports()))
    return bool(found_in((source,), (name,), target, scope, probe))


def _identity(contracts: ServiceContracts, callee: Operation, fields: Sequence[Field]) -> Iterator[tuple[str, Field]]:
    """What others call the `id` of the aggregate that the callee answers for."""
    own = next((field for field in fields if field.name == "id"), None)
    aggregates = contracts.topology.service(callee.service).aggregates
    subject = next((each for each in aggregates if each.name == callee.subject), None)
    if own is None or subject is None:
        return
    for name in known_as(subject):
        if all(field.name != name for field in fields):
            yield name, own
