"""All figures of one topology in one place."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

from msgen.analysis.amplification import Amplification, amplifications
from msgen.analysis.availability import Availability, Component, SystemAvailability
from msgen.analysis.betweenness import betweenness
from msgen.analysis.blast import BlastRadius, blast_radius
from msgen.analysis.calls import Calls, all_calls
from msgen.analysis.capacity import Capacity, capacities
from msgen.analysis.connections import Connections, connections
from msgen.analysis.coupling import (
    Coupling,
    Dependency,
    TeamCoupling,
    couplings,
    dependencies,
    hard_share,
    team_couplings,
)
from msgen.analysis.cut import Cuts, cuts
from msgen.analysis.deadlines import Hop, Nesting, nestings, waterfall
from msgen.analysis.down import Down, down
from msgen.analysis.latency import EntryLatency, SystemLatency
from msgen.analysis.load import Load, calls_per_pod, offered_load, retried_load
from msgen.analysis.loops import Loops, context_loops, event_loops, operation_loops, service_loops
from msgen.analysis.messaging import Outbox, Partitions, outboxes, partitions
from msgen.analysis.network import Network
from msgen.analysis.quotas import Quota, quotas
from msgen.analysis.service_time import ServiceTime, service_times
from msgen.analysis.spof import SinglePoint, single_points
from msgen.analysis.visits import Visits, network_of, visits
from msgen.topology.model import Topology


class Analysis(Struct, frozen=True, eq=False, dict=True):
    """Every figure of one topology; each is computed once, when it is first asked for."""

    topology: Topology

    @cached_property
    def calls(self) -> Calls:
        """Every call site, by caller and by callee."""
        return all_calls(self.topology)

    @cached_property
    def network(self) -> Network:
        """Calls, and the saga steps and handlers that events start, as links that multiply a flow."""
        return network_of(self.topology, self.calls)

    @cached_property
    def visits(self) -> Visits:
        """How often one turn of each journey reaches each operation, handler and external system."""
        return visits(self.topology, self.network)

    @cached_property
    def load(self) -> Load:
        """Peak rates with a year's growth."""
        return offered_load(self.topology, self.calls, self.network, self.visits)

    @cached_property
    def now(self) -> Load:
        """Peak rates without growth."""
        return offered_load(self.topology, self.calls, self.network, self.visits, growth=False)

    @cached_property
    def retried(self) -> Load:
        """Peak rates with growth while every call is tried as often as it may be; not told apart by journey."""
        return retried_load(self.topology, self.calls, self.load)

    @cached_property
    def amplification(self) -> Mapping[str, Amplification]:
        """How far retries multiply requests, by object path of a callee that calls nobody."""
        return amplifications(self.calls, self.topology.platform.mesh)

    @cached_property
    def calls_per_pod(self) -> Mapping[str, Decimal]:
        """lam_call by object path of the call: calls per second of one pod, with the caller's least number of pods."""
        return calls_per_pod(self.topology, self.calls, self.load)

    @cached_property
    def service_times(self) -> Mapping[str, ServiceTime]:
        """Mean times by object path of an operation or name of an external system."""
        return service_times(self.topology, self.calls)

    @cached_property
    def capacity(self) -> Mapping[str, Capacity]:
        """Pods, rates and queues by service."""
        return capacities(self.topology, self.load, self.visits, self.service_times)

    @cached_property
    def quotas(self) -> Mapping[str, Quota]:
        """What is asked of each external system, and what it allows."""
        return quotas(self.topology, self.load, self.retried, self.visits)

    @cached_property
    def connections(self) -> Mapping[str, Connections]:
        """Database connections by object path of the store."""
        return connections(self.topology)

    @cached_property
    def outboxes(self) -> Mapping[str, Outbox]:
        """By service that publishes, but not directly."""
        return outboxes(self.topology, self.load)

    @cached_property
    def partitions(self) -> Mapping[str, Partitions]:
        """What consumers need, by service whose events they consume."""
        return partitions(self.topology, self.load)

    @cached_property
    def operation_loops(self) -> Loops:
        """Operations that reach themselves through synchronous calls."""
        return operation_loops(self.topology, self.calls)

    @cached_property
    def service_loops(self) -> Loops:
        """Services that reach themselves through synchronous calls, also where none of their operations does."""
        return service_loops(self.topology, self.calls)

    @cached_property
    def context_loops(self) -> Loops:
        """Contexts that are downstream of themselves."""
        return context_loops(self.topology)

    @cached_property
    def event_loops(self) -> Loops:
        """Events whose handling may publish them again."""
        return event_loops(self.topology)

    @cached_property
    def betweenness(self) -> Mapping[str, float] | None:
        """The share of the journeys' ways that pass each service; `None` where no journey has a peak."""
        return betweenness(self.topology, self.calls)

    @cached_property
    def dependencies(self) -> tuple[Dependency, ...]:
        """Every call, saga step and subscription between two services, and every call to an external system."""
        return dependencies(self.topology, self.calls)

    @cached_property
    def coupling(self) -> Mapping[str, Coupling]:
        """Fan-in, fan-out and instability by service."""
        return couplings(self.topology, self.dependencies)

    @cached_property
    def hard_share(self) -> float | None:
        """Synchronous calls without a fallback among everything between services; `None` where nothing is."""
        return hard_share(self.topology, self.dependencies)

    @cached_property
    def teams(self) -> Mapping[str, TeamCoupling]:
        """Calls and saga steps inside and between teams."""
        return team_couplings(self.topology, self.calls)

    @cached_property
    def cuts(self) -> Cuts | None:
        """The cut into services and the best one found; `None` where no operation touches two aggregates."""
        return cuts(self.topology)

    @cached_property
    def system_availability(self) -> SystemAvailability:
        """Of whatever can be asked: operations, handlers, services for what others call of them."""
        return SystemAvailability(self.topology)

    @property
    def availability(self) -> Mapping[str, Availability]:
        """What each journey can promise at most, and who spends its error budget."""
        return self.system_availability.journeys

    def service_availability(self, name: str) -> Availability:
        """A(d): pods x own store x the hard closure of all its operations."""
        return self.system_availability.of_service(name)

    def hard_closure(self, *object_paths: str) -> frozenset[Component]:
        """The components without any one of which one of the operations, handlers, externals or services fails."""
        return self.system_availability.hard_closure(*object_paths)

    @cached_property
    def system_latency(self) -> SystemLatency:
        """Of whatever can be asked, composed on the grid when it is asked for."""
        return SystemLatency(self.topology)

    @property
    def latency(self) -> Mapping[str, tuple[EntryLatency, ...]]:
        """How long each entry of each journey takes, and where that comes from."""
        return self.system_latency.journeys

    @cached_property
    def deadlines(self) -> Mapping[str, Nesting]:
        """By object path of the operation: its deadline and the longest time that its calls may need."""
        return nestings(self.topology)

    def waterfall(self, entry: str) -> tuple[Hop, ...]:
        """What each operation below an entry is left after tries and waits."""
        return waterfall(entry, self.deadlines)

    @cached_property
    def blast(self) -> BlastRadius:
        """What part of the journeys is lost with each component."""
        return blast_radius(self.topology, self.system_availability)

    @cached_property
    def spof(self) -> tuple[SinglePoint, ...]:
        """Components of critical journeys of which there is only one."""
        return single_points(self.topology, self.system_availability)

    def down(self, name: str) -> Down | None:
        """What still works while a component is down; `None` for an unknown name."""
        return down(self.topology, self.system_availability, name)
