"""What every operation, handler, external system and service of a system needs to answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from msgen.analysis.availability.components import BROKER, Components
from msgen.analysis.availability.needs import Needs, Reliability
from msgen.analysis.calls import handler_path
from msgen.topology.model import Call, Operation, Service, Topology


def requirements(topology: Topology, components: Components) -> Reliability:
    """The needs of all nodes: `ordering.PlaceOrder`, `mailer.onOrderPlaced`, `psp`; `ordering` is its pods and store.

    A call with a fallback needs its callee or what stands in, which is nothing but for the kind `call`. The broker is
    needed where an operation publishes directly. Of the versions of a service the worst one with a route counts.
    """
    needs = {name: Needs(frozenset({name})) for name in topology.externals}
    for service in topology.services.values():
        needs |= _ServiceNeeds(service, components).nodes()
    availabilities = {
        path: None if component.availability is None else component.availability / 100
        for path, component in components.all.items()
    }
    return Reliability(needs, availabilities)


class _ServiceNeeds(Struct, frozen=True):
    service: Service
    components: Components

    def nodes(self) -> Iterator[tuple[str, Needs]]:
        """By object path: the service itself, its operations with their versions, its handlers."""
        yield self.service.name, Needs(self._own)
        for operation in self.service.operations:
            yield from self._operation(operation)
        for subscription in reversed(self.service.subscriptions):  # its own come first, and stay
            path = handler_path(self.service.name, subscription.event)
            yield path, _with_calls(self._own | self._broker(subscription.publishes), subscription.calls)

    def _operation(self, operation: Operation) -> Iterator[tuple[str, Needs]]:
        own = self._own | self._views(operation) | self._broker(operation.publishes)
        alternatives: list[str] = []
        for version in self.service.versions:
            calls = version.calls.get(operation.name, ())
            if version.has_route and calls:
                alternatives.append(f"{operation.object_path}@{version.name}")
                yield alternatives[-1], _with_calls(frozenset(), calls)
        yield operation.object_path, _with_calls(own, operation.calls, tuple(alternatives))

    @property
    def _own(self) -> frozenset[str]:
        """Pods and store; a pod whose store is down takes no requests."""
        store = f"{self.service.name}.store"
        return frozenset({self.service.name, *([self.components.stores[store]] if self.service.store.exists else [])})

    def _views(self, operation: Operation) -> frozenset[str]:
        """The stores of the read models that an operation reads."""
        serving = [item for item in self.service.read_models if item.store.exists and operation.name in item.serves]
        return frozenset(
            self.components.stores[f"{self.service.name}.read_models.{item.name}.store"] for item in serving
        )

    def _broker(self, publishes: Sequence[str]) -> frozenset[str]:
        return frozenset({BROKER} if publishes and self.service.messaging.delivery == "direct" else ())


def _with_calls(own: frozenset[str], calls: Sequence[Call], worst_of: tuple[str, ...] = ()) -> Needs:
    pairs = tuple((call.callee, call.fallback.to) for call in calls if call.fallback and call.fallback.to)
    return Needs(own, tuple(call.callee for call in calls if call.is_hard), pairs, worst_of)
