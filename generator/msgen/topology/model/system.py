"""The whole system."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from msgspec import Struct, field

from msgen.topology.model.calls import Call
from msgen.topology.model.contexts import Context, ContextRelation, Event
from msgen.topology.model.governance import Team, Waiver
from msgen.topology.model.objectives import Experiment, Journey
from msgen.topology.model.operations import Operation
from msgen.topology.model.platform import Environment, External, Platform
from msgen.topology.model.provenance import Provenance
from msgen.topology.model.sagas import Saga
from msgen.topology.model.service import Service


class Topology(Struct, frozen=True, dict=True):
    """The whole system, resolved."""

    name: str
    description: str
    profile: Literal["minimal", "standard", "production"]
    contexts: Mapping[str, Context]
    services: Mapping[str, Service]
    """In the order of the spec."""
    externals: Mapping[str, External]
    environments: Mapping[str, Environment]
    platform: Platform
    not_generated: tuple[str, ...] = ()
    """What the spec asks for and this version accepts without generating it, by name, sorted."""
    context_map: tuple[ContextRelation, ...] = ()
    """Declared entries, and those that calls, saga steps and subscriptions imply between other contexts."""
    journeys: Mapping[str, Journey] = field(default_factory=dict)
    sagas: Mapping[str, Saga] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    actors: Mapping[str, str] = field(default_factory=dict)
    experiments: Mapping[str, Experiment] | None = None
    """`None` where none are written: then every hard dependency has one."""
    waivers: tuple[Waiver, ...] = ()
    labels: Mapping[str, int] = field(default_factory=dict)
    """Own labels of the request metrics, and how many values each can take."""
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    """Object or YAML path of a value to where it comes from."""

    def service(self, name: str) -> Service:
        return self.services[name]

    def operation(self, service: str, name: str) -> Operation:
        return self.services[service].operation(name)

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """Every event by `context.Event`, and by its plain name where that is unique."""
        found: dict[str, Event] = {}
        seen: dict[str, int] = {}
        for context in self.contexts.values():
            for event in context.events.values():
                found[f"{context.name}.{event.name}"] = event
                seen[event.name] = seen.get(event.name, 0) + 1
        for event in list(found.values()):
            if seen[event.name] == 1:
                found[event.name] = event
        return found

    def is_written(self, path: str) -> bool:
        """The spec itself gives the value of an object path."""
        source = self.provenance.get(path)
        return source is not None and source.is_written

    def is_assumed(self, path: str) -> bool:
        """The value of an object path is a fact that nobody gave."""
        source = self.provenance.get(path)
        return source is not None and source.is_assumed

    def event(self, reference: str) -> Event:
        return self.events[reference]

    @cached_property
    def calls(self) -> Mapping[str, Call]:
        """Every call by its object path, those of handlers and of versions among them."""
        return {call.path: call for service in self.services.values() for call in service.calls()}

    def callers(self, service: str) -> tuple[str, ...]:
        """The services that call `service`, in the order of the spec."""
        return tuple(
            name for name, other in self.services.items()
            if any(call.target == service and not call.is_external for call in other.calls())
        )  # fmt: skip
