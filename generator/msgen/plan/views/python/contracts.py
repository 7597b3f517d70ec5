"""Everything a view needs to know about one service's contract and those it consumes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct, field

from msgen.design.naming import snake_case
from msgen.design.python_names import class_name, python_package
from msgen.plan.views.python.port_names import PortNames, port_names
from msgen.plan.views.python.scopes import ClassRef, Scope, StructType, consumed_scope, events_scope, own_scope
from msgen.topology.model import Event, Service, Topology


class ServiceContracts(Struct, frozen=True, dict=True):
    """One service and the contracts around it, as Python modules."""

    topology: Topology
    service: Service
    first_names: Mapping[str, str] = field(default_factory=dict)
    """Streams and durables whose names would be others now, by these."""

    @property
    def package(self) -> str:
        return python_package(self.service.name)

    @cached_property
    def scope(self) -> Scope:
        return own_scope(self.topology, self.service)

    @cached_property
    def ports(self) -> PortNames:
        return port_names(self.topology, self.service)

    def consumed_module(self, dependency: str) -> str:
        """`app.consumed.accounts`: the messages of a dependency."""
        return f"app.consumed.{python_package(dependency)}"

    def consumed_scope(self, dependency: str) -> Scope:
        return consumed_scope(self.topology, self.topology.service(dependency), self.consumed_module(dependency))

    def event_module(self, event: Event) -> str:
        """The module that defines an event: the domain's for those of the own context."""
        if event.context == self.service.context:
            return "domain._gen.events"
        module = f"{snake_case(event.context)}_events"
        dependencies = map(python_package, self.ports.clients)
        return f"app.consumed.{module}" if module not in dependencies else f"app.consumed.context_{module}"

    def event_scope(self, event: Event) -> Scope:
        """The types of the event's context, as this service defines them."""
        if event.context == self.service.context:
            return self.scope
        return events_scope(self.topology, event.context, self.event_module(event))

    def event_struct(self, event: Event) -> StructType:
        return StructType(ClassRef(self.event_module(event), class_name(event.name)), event.fields)
