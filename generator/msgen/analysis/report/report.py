"""All sections of a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msgen.analysis.report.availability import JourneyAvailability, journey_availability
from msgen.analysis.report.blast import (
    ComponentBlast,
    SinglePointOfFailure,
    component_blasts,
    single_points_of_failure,
)
from msgen.analysis.report.canary import CanaryDwell, canary_dwells
from msgen.analysis.report.capacity import ServiceCapacity, service_capacity
from msgen.analysis.report.ceilings import Ceiling, ceilings
from msgen.analysis.report.coupling import (
    Chain,
    ServiceCoupling,
    SystemCoupling,
    chains,
    service_coupling,
    system_coupling,
)
from msgen.analysis.report.deadlines import Waterfall, waterfalls
from msgen.analysis.report.down import SCHEMA_VERSION
from msgen.analysis.report.figures import Figures
from msgen.analysis.report.latency import JourneyLatency, journey_latency
from msgen.analysis.report.limits import (
    ExternalQuota,
    OutboxRate,
    PartitionNeed,
    StoreConnections,
    external_quotas,
    outbox_rates,
    partition_needs,
    store_connections,
)
from msgen.analysis.report.retries import RetryAmplification, retry_amplification
from msgen.analysis.report.scope import Scope
from msgen.analysis.report.zones import ZoneLoss, zone_losses


@dataclass(frozen=True, slots=True)
class Report(Figures):
    """Every figure of a system, of one journey or of one service; sections that do not concern it are empty."""

    schema_version: int
    """Grows when a field loses its meaning or goes."""
    system: str
    availability: tuple[JourneyAvailability, ...]
    latency: tuple[JourneyLatency, ...]
    deadlines: tuple[Waterfall, ...]
    retries: tuple[RetryAmplification, ...]
    capacity: tuple[ServiceCapacity, ...]
    ceilings: tuple[Ceiling, ...]
    """The first to break first."""
    connections: tuple[StoreConnections, ...]
    outboxes: tuple[OutboxRate, ...]
    partitions: tuple[PartitionNeed, ...]
    quotas: tuple[ExternalQuota, ...]
    blast: tuple[ComponentBlast, ...]
    """The largest share first."""
    single_points: tuple[SinglePointOfFailure, ...]
    chains: tuple[Chain, ...]
    coupling: tuple[ServiceCoupling, ...]
    system_coupling: SystemCoupling | None
    """`null` where only a part of the system is asked for."""
    zones: tuple[ZoneLoss, ...]
    canary: tuple[CanaryDwell, ...]
    missing: tuple[str, ...]
    """Object paths of all facts that nobody gave and without which a figure is missing, sorted."""
    assumed: tuple[str, ...]
    """Object paths of all facts that nobody gave and for which a default stands, sorted."""


def report(scope: Scope, *, simulate: bool = True) -> Report:
    """The figures that a scope asks for; the simulation takes about a second for each entry of a journey."""
    availability = tuple(journey_availability(scope))
    latency = tuple(journey_latency(scope, simulate=simulate))
    deadlines = tuple(waterfalls(scope))
    capacity = tuple(service_capacity(scope))
    partitions, quotas, limits = tuple(partition_needs(scope)), tuple(external_quotas(scope)), tuple(ceilings(scope))
    missing = (
        *(item.missing for item in availability),
        *(item.missing for item in latency),
        *(item.missing + item.missing_for_queue for item in capacity),
        *(item.missing for item in quotas),
        *(item.missing for item in partitions),
        *(item.missing for item in limits),
    )
    assumed = (
        *(item.assumed for item in availability),
        *(item.assumed for item in latency),
        *(hop.assumed for waterfall in deadlines for hop in waterfall.hops),
        *(item.assumed + item.assumed_for_floor + item.assumed_for_queue for item in capacity),
        *(item.assumed for item in partitions),
        *(item.assumed for item in limits),
    )
    return Report(
        schema_version=SCHEMA_VERSION,
        system=scope.analysis.topology.name,
        availability=availability,
        latency=latency,
        deadlines=deadlines,
        retries=tuple(retry_amplification(scope)),
        capacity=capacity,
        ceilings=limits,
        connections=tuple(store_connections(scope)),
        outboxes=tuple(outbox_rates(scope)),
        partitions=partitions,
        quotas=quotas,
        blast=tuple(component_blasts(scope)),
        single_points=tuple(single_points_of_failure(scope)),
        chains=tuple(chains(scope)),
        coupling=tuple(service_coupling(scope)),
        system_coupling=system_coupling(scope) if scope.is_everything else None,
        zones=tuple(zone_losses(scope)),
        canary=tuple(canary_dwells(scope)),
        missing=_sorted(missing),
        assumed=_sorted(assumed),
    )


def _sorted(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({path for group in groups for path in group}))
