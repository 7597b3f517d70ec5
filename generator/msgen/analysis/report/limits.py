"""Database connections, outboxes, partitions and quotas against what they allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgen.analysis.report.figures import Figures, milliseconds, milliseconds_or_none, number, number_or_none
from msgen.analysis.report.scope import Scope


@dataclass(frozen=True, slots=True)
class StoreConnections(Figures):
    """Database connections that all pods together may open."""

    store: str
    """Object path."""
    service: str
    pods_max: int
    pool: int
    """Per pod."""
    needed: int
    """pods_max x pool + 10 for the relay, for migrations and for people."""
    limit: int
    """`max_connections`."""
    is_short: bool
    explain: str
    """What `msgen explain` derives the figure for."""


@dataclass(frozen=True, slots=True)
class OutboxRate(Figures):
    """Events into the outbox of a service, and out of it."""

    service: str
    published_per_s: float | None
    """At the peak; `null` where no journey has one."""
    drained_per_s: float
    """Most that the relay sends: batch / poll."""
    lag_ms: float
    """Longest delay that it adds: 2 x poll."""
    promised_ms: float | None
    """The smallest staleness or freshness of those that hear its events."""
    promised_at: str | None
    """Object path of that promise."""
    is_short: bool
    missing: tuple[str, ...]
    """Object paths of facts that nobody gave and without which there is no rate."""
    explain: str
    """What `msgen explain` derives the figure for."""


@dataclass(frozen=True, slots=True)
class PartitionNeed(Figures):
    """Partitions of a service's topics against what its consumers need."""

    service: str
    partitions: int | None
    """`null` where its topics have none."""
    most_pods: int
    most_pods_of: str
    busiest: float | None
    """Handlers of one consumer under way at once; `null` where no journey has a peak."""
    busiest_of: str
    missing: tuple[str, ...]
    """Object paths of facts that nobody gave and without which there is no figure."""
    assumed: tuple[str, ...]
    """Object paths of facts that nobody gave and for which a default stands."""
    explain: str
    """What `msgen explain` derives the figure for."""


@dataclass(frozen=True, slots=True)
class ExternalQuota(Figures):
    """What an external system is asked, and what it allows."""

    external: str
    load_per_s: float | None
    """`null` where no journey that comes here has a peak."""
    worst_per_s: float | None
    """While every call is tried as often as it may be."""
    limit_per_s: float | None
    """`null` where nobody said."""
    months_to_limit: float | None
    """Until growth reaches the limit; `null` where it never does within a century, or nobody knows."""
    is_short: bool
    """The load, or the worst case, is known to be above the limit."""
    missing: tuple[str, ...]
    """Object paths of facts that nobody gave and without which there is no figure."""
    explain: str
    """What `msgen explain` derives the figure for."""


def store_connections(scope: Scope) -> Iterator[StoreConnections]:
    services = set(scope.services)
    for path, found in scope.analysis.connections.items():
        if found.service in services:
            yield StoreConnections(
                store=path,
                service=found.service,
                pods_max=found.pods,
                pool=found.pool,
                needed=found.needed,
                limit=found.limit,
                is_short=found.needed > found.limit,
                explain=f"{path}.connections",
            )


def outbox_rates(scope: Scope) -> Iterator[OutboxRate]:
    outboxes = scope.analysis.outboxes
    for found in (outboxes[name] for name in scope.services if name in outboxes):
        yield OutboxRate(
            service=found.service,
            published_per_s=number_or_none(found.published),
            drained_per_s=number(found.drained),
            lag_ms=milliseconds(found.lag),
            promised_ms=milliseconds_or_none(found.tightest),
            promised_at=found.tightest_at,
            is_short=(found.published is not None and found.published > found.drained)
            or (found.tightest is not None and found.lag > found.tightest),
            missing=scope.missing_for(found.published, ()),
            explain=f"{found.service}.outbox",
        )


def partition_needs(scope: Scope) -> Iterator[PartitionNeed]:
    partitions = scope.analysis.partitions
    for found in (partitions[name] for name in scope.services if name in partitions):
        yield PartitionNeed(
            service=found.service,
            partitions=found.partitions,
            most_pods=found.most_pods,
            most_pods_of=found.most_pods_of,
            busiest=number_or_none(found.busiest),
            busiest_of=found.busiest_of,
            missing=scope.missing_for(found.busiest, ()),
            assumed=found.assumed if found.busiest is not None else (),
            explain=f"{found.service}.partitions",
        )


def external_quotas(scope: Scope) -> Iterator[ExternalQuota]:
    for name, found in scope.analysis.quotas.items():
        if not scope.has_callee(name):
            continue
        asked = max((rate for rate in (found.lam, found.worst) if rate is not None), default=None)
        yield ExternalQuota(
            external=name,
            load_per_s=number_or_none(found.lam),
            worst_per_s=number_or_none(found.worst),
            limit_per_s=number_or_none(found.limit),
            months_to_limit=number_or_none(found.months_to_limit),
            is_short=found.limit is not None and asked is not None and asked > found.limit,
            missing=(
                *scope.missing_for(found.lam, found.missing),
                *([f"{name}.rate_limit"] if found.limit is None else []),
            ),
            explain=f"{name}.quota",
        )
