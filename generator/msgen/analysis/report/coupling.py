"""How much services depend on each other, and how long chains of calls are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgen.analysis.report.figures import Figures, number, percent, percent_or_none
from msgen.analysis.report.scope import Scope


@dataclass(frozen=True, slots=True)
class ServiceCoupling(Figures):
    """Who depends on a service, and on whom it depends; several calls to one other service count once in Ca and Ce."""

    service: str
    afferent: int
    """Ca: services that depend on it by calls, saga steps or its events."""
    efferent: int
    """Ce: services and external systems on which it depends."""
    instability: float
    """Ce / (Ca + Ce): 0 for what everybody stands on, 1 for what nobody needs."""
    calls: int
    """Synchronous calls that lead out of it."""
    saga_steps: int
    subscriptions: int
    """To events of other services."""
    synchronous_percent: float
    """Calls among everything that leads out of it."""
    explain: str
    """What `msgen explain` derives the figures for."""


@dataclass(frozen=True, slots=True)
class SystemCoupling(Figures):
    """Figures of the whole system."""

    hard_call_percent: float | None
    """Calls without a fallback among everything between services; `null` where nothing is."""
    operation_loops: tuple[tuple[str, ...], ...]
    """Operations that reach themselves through synchronous calls."""
    service_loops: tuple[tuple[str, ...], ...]
    event_loops: tuple[tuple[str, ...], ...]
    """Events whose handling may publish them again."""


@dataclass(frozen=True, slots=True)
class Chain(Figures):
    """The longest way of synchronous calls from an entry of a journey."""

    journey: str
    entry: str
    calls: int
    hard_calls: int
    """Of the longest way without a fallback."""
    path: tuple[str, ...]
    """Object paths, the entry first."""


def service_coupling(scope: Scope) -> Iterator[ServiceCoupling]:
    for found in (scope.analysis.coupling[name] for name in scope.services):
        yield ServiceCoupling(
            service=found.service,
            afferent=found.afferent,
            efferent=found.efferent,
            instability=number(found.instability),
            calls=found.calls,
            saga_steps=found.saga_steps,
            subscriptions=found.messages,
            synchronous_percent=percent(found.synchronous_share),
            explain=f"{found.service}.coupling",
        )


def system_coupling(scope: Scope) -> SystemCoupling:
    analysis = scope.analysis
    return SystemCoupling(
        hard_call_percent=percent_or_none(analysis.hard_share),
        operation_loops=analysis.operation_loops,
        service_loops=analysis.service_loops,
        event_loops=analysis.event_loops,
    )


def chains(scope: Scope) -> Iterator[Chain]:
    calls = scope.analysis.calls
    for journey, entry in scope.entries:
        longest, hard = calls.longest_chain(entry), calls.longest_chain(entry, hard=True)
        yield Chain(journey, entry, len(longest) - 1, len(hard) - 1, longest)
