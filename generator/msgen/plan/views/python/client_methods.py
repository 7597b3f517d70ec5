"""The methods of clients: one for each operation that is called, however many use cases call it.

A method has the name of the call alone, since people write it in their use cases. Where use cases call one operation
under other policies, its client takes those of the use case that calls. Where some can do without the answer and others
cannot, the former have a method of their own: the latter need not ask whether there is one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

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
    """That of the callee, or of who calls an external system; what an operation calls again counts on.

    With `_or_none` where this method may have no answer and another of the same operation always has one.
    """
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
        return _can_do_without(self.call)


def client_methods(topology: Topology, service: Service) -> Mapping[str, ClientMethod]:
    """The method of each call, by the object path of the call."""
    calls = _by_method(topology, service.calls())
    taken: dict[str, set[str]] = {}
    for target, name in calls:
        taken.setdefault(target, set()).add(name)
    methods: dict[str, ClientMethod] = {}
    for (target, name), same in calls.items():
        first = calls[target, _plain(topology, same[0])][0]
        method = _method(topology, name, same, first, taken[target])
        methods |= {call.path: method for call in same}
    return methods


def caller_of(call: Call) -> str:
    """The operation or subscription that calls, as the spec names it within its service."""
    return call.path.split("->")[0].partition(".")[2]


def _by_method(topology: Topology, calls: Iterable[Call]) -> dict[tuple[str, str], list[Call]]:
    """The calls of each method, by the dependency and the method's name."""
    named: dict[tuple[str, str], list[Call]] = {}
    for call in calls:
        named.setdefault((call.target, _name(topology, call)), []).append(call)
    apart = dict(named)
    for (target, name), same in named.items():
        patient = [call for call in same if _can_do_without(call)]
        if patient and len(patient) < len(same):
            apart[target, name] = [call for call in same if call not in patient]
            apart[target, _free(f"{name}_or_none", {other for _, other in apart})] = patient
    return apart


def _can_do_without(call: Call) -> bool:
    """Its answer may be `None`; that of an external system is JSON, which has a null of its own."""
    return call.operation is not None and call.fallback is not None and call.fallback.kind == "ignore"


def _free(name: str, taken: Collection[str]) -> str:
    return _free(f"{name}_again", taken) if name in taken else name


def _plain(topology: Topology, call: Call) -> str:
    callee = _callee(topology, call)
    return module_name(callee.name if callee else snake_case(caller_of(call).split(".")[-1]), _CLIENT_ATTRIBUTES)


def _callee(topology: Topology, call: Call) -> Operation | None:
    return None if call.operation is None else topology.operation(call.target, call.operation)


def _name(topology: Topology, call: Call) -> str:
    count = call.path.partition("#")[2]
    return f"{_plain(topology, call)}{f'_{count}' if count else ''}"


def _method(topology: Topology, name: str, calls: Sequence[Call], first: Call, taken: set[str]) -> ClientMethod:
    usual = calls[0]
    callee, plain = _callee(topology, usual), _plain(topology, usual)
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
        own = _free(f"{name}_for_{snake_case(callers[0].split('.')[-1])}", taken)
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
