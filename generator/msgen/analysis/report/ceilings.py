"""How long growth leaves each ceiling standing: in months, never as a date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from msgen.analysis.growth import months_to
from msgen.analysis.report.figures import Figures, number, number_or_none
from msgen.analysis.report.scope import Scope
from msgen.analysis.visits import is_known, missing_peaks, publications, visits_by_service

Reached = Mapping[str, Decimal]
"""How often one turn of a journey comes here, by journey."""


@dataclass(frozen=True, slots=True)
class Ceiling(Figures):
    """A rate that cannot be exceeded as the design stands."""

    of: str
    """Object path of what sets it: `payments.scaling.max`, `psp.rate_limit`, `orders.messaging.batch`."""
    kind: str
    """`pods`, `quota`, `rate limit` or `outbox`."""
    load_per_s: float | None
    """The peak now, without growth; `null` where no journey that comes here has one."""
    limit_per_s: float
    months: float | None
    """Until the load is the limit: 0 where it is, `null` where that takes more than a century, or nobody knows."""
    missing: tuple[str, ...]
    """Object paths of facts that nobody gave and without which there is no figure."""
    assumed: tuple[str, ...]
    """Object paths of facts that nobody gave and for which a default stands."""


def ceilings(scope: Scope) -> list[Ceiling]:
    """The first to break first; those that never do last."""
    found = [*_pods(scope), *_rate_limits(scope), *_outboxes(scope), *_quotas(scope)]
    return sorted(found, key=lambda item: (item.months is None, item.months or 0.0))


def _pods(scope: Scope) -> Iterator[Ceiling]:
    reached = visits_by_service(scope.analysis.topology, scope.analysis.visits)
    for name in scope.services:
        capacity = scope.analysis.capacity[name]
        path = f"{name}.scaling.max"
        yield _ceiling(scope, path, "pods", capacity.ceiling, reached[name], capacity.assumed)


def _rate_limits(scope: Scope) -> Iterator[Ceiling]:
    for name in scope.services:
        for operation in scope.analysis.topology.services[name].operations:
            if operation.rate_limit is not None:
                path = f"{operation.object_path}.rate_limit"
                visits = _visits(scope, operation.object_path)
                yield _ceiling(scope, path, "rate limit", operation.rate_limit, visits)


def _outboxes(scope: Scope) -> Iterator[Ceiling]:
    published: dict[str, dict[str, Decimal]] = {}
    for service, path, _ in publications(scope.analysis.topology):
        total = published.setdefault(service, {})
        for journey, count in _visits(scope, path).items():
            total[journey] = total.get(journey, Decimal(0)) + count
    outboxes = scope.analysis.outboxes
    for name in scope.services:
        if name in outboxes:
            path = f"{name}.messaging.batch"
            yield _ceiling(scope, path, "outbox", outboxes[name].drained, published.get(name, {}))


def _quotas(scope: Scope) -> Iterator[Ceiling]:
    for name, quota in scope.analysis.quotas.items():
        if quota.limit is not None and scope.has_callee(name):
            yield _ceiling(scope, f"{name}.rate_limit", "quota", quota.limit, _visits(scope, name))


def _visits(scope: Scope, path: str) -> Reached:
    return {journey: counts[path] for journey, counts in scope.analysis.visits.items() if path in counts}


def _ceiling(
    scope: Scope, of: str, kind: str, limit: Decimal, visits: Reached, assumed: tuple[str, ...] = ()
) -> Ceiling:
    topology = scope.analysis.topology
    load = sum(((topology.journeys[name].peak or Decimal(0)) * count for name, count in visits.items()), Decimal(0))
    known = bool(scope.analysis.load.known) and is_known(topology, visits)
    return Ceiling(
        of=of,
        kind=kind,
        load_per_s=number(load) if known else None,
        limit_per_s=number(limit),
        months=number_or_none(months_to(topology, visits, limit)) if known else None,
        missing=scope.missing_for(load if known else None, missing_peaks(topology, visits)),
        assumed=assumed,
    )
