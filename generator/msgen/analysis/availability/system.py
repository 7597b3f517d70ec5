"""How available journeys and services can be, and who spends their error budgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from msgen.analysis.availability.components import Component, Components, all_components, minutes_lost
from msgen.analysis.availability.needs import Reliability
from msgen.analysis.availability.requirements import requirements
from msgen.topology.model import Call, Service, Topology

_NEVER_UP = Decimal("1e-9")
"""Stands for 0 in the shares of a ledger, as 0 has no logarithm."""


class Spending(Struct, frozen=True):
    """A component in an error budget."""

    component: Component
    minutes: Decimal
    """In 30 days, of the component alone: (1 - A) x 43 200."""
    share: Decimal
    """Its part of all that is lost, between 0 and 1, by ln A: a ledger's shares and `fallbacks_share` sum to 1."""


class Availability(Struct, frozen=True):
    """How available something can be at most, for what it needs."""

    value: Decimal | None
    """In percent; `None` where a fact is missing."""
    components: tuple[Component, ...]
    """The hard dependencies, itself included: without any one of them it fails."""
    alternatives: tuple[Component, ...]
    """Components that matter although something stands in for them."""
    fallbacks: Decimal | None
    """The availability of `alternatives` together, in percent, while the hard dependencies are up."""
    missing: tuple[str, ...]
    """Object paths of unknown facts: `psp.availability`."""
    assumed: tuple[str, ...]
    """Object paths of facts that nobody gave: `payments.store.availability`."""
    exact: bool
    """Computed; otherwise sampled."""
    target: Decimal | None = None
    """What the journey promises, in percent; `None` where nothing is promised."""

    @property
    def minutes(self) -> Decimal | None:
        """Minutes lost in 30 days."""
        return None if self.value is None else minutes_lost(self.value)

    @property
    def ledger(self) -> tuple[Spending, ...]:
        """Who spends the error budget: the hard dependencies, the largest first; empty where there is no value."""
        if self.value is None:
            return ()
        spending = [
            Spending(item, minutes_lost(item.availability), self._share(item.availability))
            for item in self.components
            if item.availability is not None
        ]
        return tuple(sorted(spending, key=lambda item: -item.minutes))

    @property
    def fallbacks_share(self) -> Decimal:
        """The part of the loss that is due to `alternatives`, between 0 and 1."""
        return Decimal(0) if self.fallbacks is None else self._share(self.fallbacks)

    def _share(self, availability: Decimal) -> Decimal:
        if self.value in (None, 100):
            return Decimal(0)
        return max(availability / 100, _NEVER_UP).ln() / max((self.value or Decimal(0)) / 100, _NEVER_UP).ln()

    @property
    def misses_target(self) -> bool:
        """It is known to be below what is promised."""
        return self.value is not None and self.target is not None and self.value < self.target


class SystemAvailability(Struct, frozen=True, dict=True):
    """The availability of whatever a system offers."""

    topology: Topology

    @cached_property
    def components(self) -> Components:
        return all_components(self.topology)

    @cached_property
    def journeys(self) -> Mapping[str, Availability]:
        """By name; a journey with several entries needs all of them."""
        return {
            name: replace(self.of(*journey.entries), target=journey.availability)
            for name, journey in self.topology.journeys.items()
        }

    def of(self, *object_paths: str) -> Availability:
        """Of operations, handlers, external systems, and services (pods and store); of several all together."""
        answer = self._reliability.of(*object_paths)
        required = tuple(self.components.all[path] for path in answer.required)
        optional = tuple(self.components.all[path] for path in answer.optional)
        return Availability(
            value=None if answer.value is None else answer.value * 100,
            components=required,
            alternatives=optional,
            fallbacks=None if answer.joint is None else answer.joint * 100,
            missing=tuple(self.components.all[path].source for path in answer.missing),
            assumed=tuple(item.source for item in (*required, *optional) if item.is_assumed),
            exact=answer.exact,
        )

    def of_service(self, name: str, operations: Iterable[str] | None = None) -> Availability:
        """A(d): pods x own store x what the operations need; those of all its operations, if none are named."""
        service = self.topology.services[name]
        called = [item.name for item in service.operations] if operations is None else operations
        return self.of(name, *(f"{name}.{operation}" for operation in called))

    def of_dependencies(self, name: str) -> Mapping[str, Availability]:
        """A(d) of each service and external system that a service calls without a fallback, for what it calls there."""
        called: dict[str, dict[str, None]] = {}
        for call in _routed_calls(self.topology.services[name]):
            if call.is_hard and call.target != name:
                called.setdefault(call.target, {})[call.callee] = None
        return {target: self.of(*paths) for target, paths in called.items()}

    def hard_closure(self, *object_paths: str) -> frozenset[Component]:
        """The components without any one of which one of the operations, handlers, externals or services fails."""
        return frozenset(self.components.all[path] for path in self._reliability.required(*object_paths))

    def own(self, object_path: str) -> frozenset[Component]:
        """What an operation or handler needs before it calls anybody: pods, stores, perhaps the broker."""
        return frozenset(self.components.all[path] for path in self._reliability.needs[object_path].components)

    @cached_property
    def _reliability(self) -> Reliability:
        return requirements(self.topology, self.components)


def _routed_calls(service: Service) -> Iterator[Call]:
    for operation in service.operations:
        yield from operation.calls
    for subscription in service.subscriptions:
        yield from subscription.calls
    for version in service.versions:
        if version.has_route:
            for calls in version.calls.values():
                yield from calls
