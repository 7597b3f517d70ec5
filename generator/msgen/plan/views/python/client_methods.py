"""The methods of clients: one for each operation that is called, however many use cases call it.

A method has the name of the call alone, since people write it in their use cases. Where use cases call one operation
under other policies, its client takes those of the use case that calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from msgen.design.naming import snake_case
from msgen.design.python_names import module_name
from msgen.topology.model import Call, Operation, Service, Topology

_CLIENT_ATTRIBUTES = frozenset({"client", "stub"})


class OtherPolicies(Struct, frozen=True):
    """What a method does for use cases whose calls have policies of their own."""

    name: str
    """The method of the client, unknown to its port, that has them: `get_customer_for_place_order`."""
    call: Call
    callers: tuple[str, ...]


class ClientMethod(Struct, frozen=True):
    """One method of a client: an operation of the dependency."""

    dependency: str
    name: str
    """That of the callee, or of who calls an external system; what an operation calls again counts on."""
    call: Call
    """The first one, which has the usual policies."""
    operation: Operation | None
    """The callee; `None` for an external system."""
    plain: str
    """The name without the count."""
    method_class: str
    """Calls of one class share a breaker."""
    old_name: str = ""
    """The method's name before the callee was renamed."""
    others: tuple[OtherPolicies, ...] = ()

    @property
    def may_have_no_answer(self) -> bool:
        calls = (self.call, *(other.call for other in self.others))
        return any(call.fallback is not None and call.fallback.kind == "ignore" for call in calls)


def client_methods(topology: Topology, service: Service) -> Mapping[str, ClientMethod]:
    """The method of each call, by the object path of the call."""
    calls: dict[tuple[str, str], list[Call]] = {}
    for call in service.calls():
        calls.setdefault((call.target, _name(topology, call)), []).append(call)
    taken = {target: {name for other, name in calls if other == target} for target, _ in calls}
    methods: dict[str, ClientMethod] = {}
    for (target, _), same in calls.items():
        first = calls[target, _plain(topology, same[0])][0]
        method = _method(topology, same, first, taken[target])
        methods |= {call.path: method for call in same}
    return methods


def caller_of(call: Call) -> str:
    """The operation or subscription that calls, as the spec names it within its service."""
    return call.path.split("->")[0].partition(".")[2]


def _plain(topology: Topology, call: Call) -> str:
    callee = _callee(topology, call)
    return module_name(callee.name if callee else snake_case(caller_of(call).split(".")[-1]), _CLIENT_ATTRIBUTES)


def _callee(topology: Topology, call: Call) -> Operation | None:
    return None if call.operation is None else topology.operation(call.target, call.operation)


def _name(topology: Topology, call: Call) -> str:
    count = call.path.partition("#")[2]
    return f"{_plain(topology, call)}{f'_{count}' if count else ''}"


def _method(topology: Topology, calls: Sequence[Call], first: Call, taken: set[str]) -> ClientMethod:
    usual = calls[0]
    callee = _callee(topology, usual)
    name, plain = _name(topology, usual), _plain(topology, usual)
    return ClientMethod(
        usual.target, name, usual, callee, plain,
        method_class=plain if _policies(usual) == _policies(first) else name,
        old_name=_old_name(topology, callee, name, plain),
        others=tuple(_others(name, calls, taken)),
    )  # fmt: skip


def _others(name: str, calls: Sequence[Call], taken: set[str]) -> Iterator[OtherPolicies]:
    """Calls with equal policies share a method; its name is not among those that are taken, and is taken then."""
    apart: dict[tuple[object, ...], list[Call]] = {}
    for call in calls:
        apart.setdefault(_policies(call), []).append(call)
    for same in list(apart.values())[1:]:
        callers = tuple(dict.fromkeys(caller_of(call) for call in same))
        own = f"{name}_for_{snake_case(callers[0].split('.')[-1])}"
        while own in taken:
            own = f"{own}_again"
        taken.add(own)
        yield OtherPolicies(own, same[0], callers)


def _old_name(topology: Topology, callee: Operation | None, name: str, plain: str) -> str:
    """The name of a method before its operation was renamed; empty where another operation has it now."""
    if callee is None or callee.was is None:
        return ""
    others = {
        module_name(operation.name, _CLIENT_ATTRIBUTES) for operation in topology.service(callee.service).operations
    }
    old = module_name(callee.was, _CLIENT_ATTRIBUTES)
    return "" if old in others else f"{old}{name.removeprefix(plain)}"


def _policies(call: Call) -> tuple[object, ...]:
    return (
        call.timeout, call.retry, call.circuit_breaker, call.bulkhead, call.fallback, call.propagate_deadline,
    )  # fmt: skip
