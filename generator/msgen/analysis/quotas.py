"""What external systems are asked, and what they allow."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from msgen.analysis.growth import months_to
from msgen.analysis.load import Load
from msgen.analysis.visits import Visits, is_known, missing_peaks
from msgen.topology.model import Topology


class Quota(Struct, frozen=True):
    """What an external system is asked, and what it allows; rates per second."""

    external: str
    limit: Decimal | None
    lam: Decimal | None
    """`None` where no journey that reaches it has a peak, and where none has at all."""
    worst: Decimal | None
    """While every call is tried as often as it may be."""
    months_to_limit: float | None
    missing: tuple[str, ...]
    """Peaks that nobody gave, of journeys that reach it."""


def quotas(topology: Topology, load: Load, retried: Load, visits: Visits) -> Mapping[str, Quota]:
    """Of every external system, by name."""
    return {name: _quota(topology, name, load, retried, _visits_of(name, visits)) for name in topology.externals}


def _quota(topology: Topology, name: str, load: Load, retried: Load, visits: Mapping[str, Decimal]) -> Quota:
    limit = topology.externals[name].rate_limit
    known = load.known and is_known(topology, visits)
    return Quota(
        external=name,
        limit=limit,
        lam=load.externals[name] if known else None,
        worst=retried.externals[name] if known else None,
        months_to_limit=None if limit is None else months_to(topology, visits, limit),
        missing=missing_peaks(topology, visits),
    )


def _visits_of(path: str, visits: Visits) -> Mapping[str, Decimal]:
    return {journey: reached[path] for journey, reached in visits.items() if path in reached}
