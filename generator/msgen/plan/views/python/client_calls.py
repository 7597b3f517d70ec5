"""The statements with which use cases and handlers call dependencies."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from msgen.plan.views.python.call_requests import Reach, map_arguments, map_external
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.earlier_answers import Answer, answer_of
from msgen.plan.views.python.expressions import Call as Expression
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import LINE_LENGTH, statement
from msgen.plan.views.python.mapping import MappingModule
from msgen.plan.views.python.named_calls import NamedCall, named_calls
from msgen.topology.model import Call


class MadeCall(Struct, frozen=True):
    """A call as a use case makes it."""

    named: NamedCall
    expression: Expression
    takes: tuple[Answer, ...]
    """Answers of earlier calls that its request is made of."""

    def is_kept(self, used: Collection[str]) -> bool:
        """Whether its answer is needed afterwards."""
        return self.named.call.operation is not None and self.named.variable in used


def call_statements(
    contracts: ServiceContracts, mapping: MappingModule, calls: Sequence[Call], reach: Reach, imports: Imports,
    *, keeps_answers: bool,
) -> Iterator[str]:  # fmt: skip
    """One statement per call, or one `gather` per group of calls that run in parallel, in the order of the spec."""
    groups = _groups(tuple(named_calls(contracts, calls)))
    earlier: list[Answer] = []
    made: list[list[MadeCall]] = []
    for group in groups:
        made.append([_made(contracts, mapping, named, reach, earlier) for named in group])
        earlier += (answer_of(contracts, named) for named in group if named.call.operation is not None)
    used = {answer.named.variable for together in made for call in together for answer in call.takes}
    if keeps_answers:
        used = {call.named.variable for together in made for call in together}
    for together in made:
        bound = [call.named.variable if call.is_kept(used) else "_" for call in together]
        yield _statement(bound, [call.expression for call in together], imports)


def _statement(bound: Sequence[str], calls: Sequence[Expression], imports: Imports) -> str:
    prefix = "" if set(bound) == {"_"} else f"{', '.join(bound)} = "
    if len(calls) == 1:
        return statement(f"{prefix}await ", calls[0])
    imports.add("asyncio")
    if len(f"{prefix}await asyncio.gather(") + 8 > LINE_LENGTH:
        prefix = "".join(("(\n", *(f"            {name},\n" for name in bound), "        ) = "))
    return statement(f"{prefix}await ", Expression("asyncio.gather", tuple(calls)))


def _groups(calls: Sequence[NamedCall]) -> list[list[NamedCall]]:
    groups: list[list[NamedCall]] = []
    for named in calls:
        group = named.call.group
        if groups and group is not None and groups[-1][0].call.group == group:
            groups[-1].append(named)
        else:
            groups.append([named])
    return groups


def _made(
    contracts: ServiceContracts, mapping: MappingModule, named: NamedCall, reach: Reach, earlier: Sequence[Answer]
) -> MadeCall:
    method = contracts.ports.methods[named.call.path]
    takes: tuple[Answer, ...] = ()
    if method.operation is None:
        map_external(mapping, named, reach)
    else:
        takes = map_arguments(contracts, mapping, named, method.operation, reach, earlier)
    request = Expression(f"mapping.{named.name}", (*reach.arguments, *(answer.given for answer in takes)))
    client = contracts.ports.clients[named.call.target]
    return MadeCall(named, Expression(f"self._ports.{client}.{method.name}", (request,)), takes)
