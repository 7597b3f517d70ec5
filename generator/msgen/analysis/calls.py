"""Who calls whom: every call site of a system, and what is reached along calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

from msgen.analysis.graph import forward_edges
from msgen.topology.model import Call, Service, Topology


class CallSite(Struct, frozen=True):
    """A call and where it is made."""

    call: Call
    caller: str
    """Object path of the operation or handler: `ordering.PlaceOrder`, `mailer.onOrderPlaced`."""
    service: str
    operation: str | None
    """Name of the calling operation; `None` in a handler."""
    event: str | None = None
    """The event that the calling handler handles; `None` in an operation."""
    version: str | None = None
    """Name of the version of the service that adds the call; `None` for a call of all versions."""
    share: Decimal = Decimal(1)
    """Of the caller's requests, those that make the call: the weight of its version."""

    @property
    def path(self) -> str:
        return self.call.path

    @property
    def callee(self) -> str:
        return self.call.callee

    @property
    def is_hard(self) -> bool:
        return self.call.is_hard


class Calls(Struct, frozen=True, dict=True):
    """Every call site of operations, of handlers and of versions, in the order of the spec."""

    sites: tuple[CallSite, ...]
    by_path: Mapping[str, CallSite]
    by_caller: Mapping[str, tuple[CallSite, ...]]
    """By object path of the operation or handler; those that call nobody are left out."""
    by_callee: Mapping[str, tuple[CallSite, ...]]
    """By object path of the operation, or name of the external system; what nobody calls is left out."""

    @cached_property
    def _reached(self) -> dict[tuple[str, bool], frozenset[str]]:
        """What was asked for so far."""
        return {}

    def of(self, caller: str) -> tuple[CallSite, ...]:
        """The calls of an operation or handler; empty where it makes none."""
        return self.by_caller.get(caller, ())

    def to(self, callee: str) -> tuple[CallSite, ...]:
        """The calls to an operation or external system; empty where nobody calls it."""
        return self.by_callee.get(callee, ())

    @property
    def hard(self) -> Iterator[CallSite]:
        return (site for site in self.sites if site.is_hard)

    @property
    def soft(self) -> Iterator[CallSite]:
        """Calls with a fallback."""
        return (site for site in self.sites if not site.is_hard)

    @cached_property
    def fallbacks(self) -> Mapping[str, tuple[CallSite, ...]]:
        """By callee of a fallback (`fallback.to`): the calls for which it stands in."""
        return _grouped(
            (site.call.fallback.to, site) for site in self.sites if site.call.fallback and site.call.fallback.to
        )

    @cached_property
    def graph(self) -> Mapping[str, tuple[str, ...]]:
        """Callees of each caller, hard and soft, each once."""
        return {caller: tuple(dict.fromkeys(site.callee for site in own)) for caller, own in self.by_caller.items()}

    @cached_property
    def hard_graph(self) -> Mapping[str, tuple[str, ...]]:
        """Callees that a caller cannot do without, each once."""
        return {
            caller: tuple(dict.fromkeys(site.callee for site in own if site.is_hard))
            for caller, own in self.by_caller.items()
        }

    def reached(self, start: str, *, hard: bool = False) -> frozenset[str]:
        """Operations and external systems that a request to `start` may reach synchronously, itself left out.

        With `hard` only along calls without a fallback. Inside a call cycle `start` reaches itself.
        """
        key = (start, hard)
        if key not in self._reached:
            self._reached[key] = _reached(start, self.hard_graph if hard else self.graph)
        return self._reached[key]

    def longest_chain(self, start: str, *, hard: bool = False) -> tuple[str, ...]:
        """The longest way of synchronous calls from an operation: object paths, `start` first (COM02 counts its calls).

        Calls that lead back into the way to them are not followed. With `hard` only calls without a fallback are.
        """
        order, links = forward_edges([start], self.hard_graph if hard else self.graph)
        length: dict[str, int] = {}
        following: dict[str, str] = {}
        for node in reversed(order):
            length[node] = 0
            for other in links.get(node, ()):
                if length[other] + 1 > length[node]:
                    length[node], following[node] = length[other] + 1, other
        chain = [start]
        while chain[-1] in following:
            chain.append(following[chain[-1]])
        return tuple(chain)


def all_calls(topology: Topology) -> Calls:
    """The call sites of a topology."""
    sites = tuple(site for service in topology.services.values() for site in _of_service(service))
    return Calls(
        sites=sites,
        by_path={site.path: site for site in sites},
        by_caller=_grouped((site.caller, site) for site in sites),
        by_callee=_grouped((site.callee, site) for site in sites),
    )


def handler_path(service: str, event: str) -> str:
    """The object path of the handling of an event by a service: `mailer.onOrderPlaced`."""
    return f"{service}.on{event}"


def _of_service(service: Service) -> Iterator[CallSite]:
    for operation in service.operations:
        path = operation.object_path
        yield from (CallSite(call, path, service.name, operation.name) for call in operation.calls)
    for subscription in service.subscriptions:
        path = handler_path(service.name, subscription.event)
        yield from (CallSite(call, path, service.name, None, subscription.event) for call in subscription.calls)
    for version in service.versions:
        for name, calls in version.calls.items():
            path = f"{service.name}.{name}"
            share = version.weight / 100
            yield from (CallSite(call, path, service.name, name, None, version.name, share) for call in calls)


def _grouped(pairs: Iterable[tuple[str, CallSite]]) -> Mapping[str, tuple[CallSite, ...]]:
    found: dict[str, list[CallSite]] = {}
    for key, site in pairs:
        found.setdefault(key, []).append(site)
    return {key: tuple(sites) for key, sites in found.items()}


def _reached(start: str, graph: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    seen: set[str] = set()
    waiting = list(graph.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += graph.get(node, ())
    return frozenset(seen)
