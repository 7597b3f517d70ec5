"""What services promise, and what those allow that they cannot do without."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from msgen.analysis.availability import Availability, minutes_lost
from msgen.lint.review import Review


class Dependency(Struct, frozen=True):
    """Another service or an external system that a service calls without a fallback, for what it calls there."""

    name: str
    value: Decimal
    """A(d) in percent."""
    availability: Availability

    @property
    def minutes(self) -> Decimal:
        return minutes_lost(self.value)


class Promise(Struct, frozen=True):
    """The availability that a service promises, and its hard dependencies of which one is known."""

    service: str
    slo: Decimal
    dependencies: tuple[Dependency, ...]

    @property
    def minutes(self) -> Decimal:
        """Its error budget."""
        return minutes_lost(self.slo)


def promises(review: Review) -> Iterator[Promise]:
    """Of services with an availability objective and such dependencies, in the order of the spec."""
    for service in review.topology.services.values():
        if service.slo is None or service.slo.availability is None:
            continue
        found = review.analysis.system_availability.of_dependencies(service.name)
        known = tuple(Dependency(name, each.value, each) for name, each in found.items() if each.value is not None)
        if known:
            yield Promise(service.name, service.slo.availability, known)
