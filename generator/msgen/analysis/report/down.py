"""What still works while something is down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgen.analysis.analysis import Analysis
from msgen.analysis.availability import Component
from msgen.analysis.calls import handler_path
from msgen.analysis.down import Outcome
from msgen.analysis.report.figures import Figures

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class EntryOutcome(Figures):
    """What becomes of an operation that others ask from outside."""

    operation: str
    """Object path."""
    status: str
    """`fails`, `degrades` or `works`."""
    journeys: tuple[str, ...]
    """Those that it is an entry of."""
    why: tuple[str, ...]
    """The way to what is down: object paths, the operation first; empty where it works."""
    instead: str | None
    """What stands in: `cache`, `static`, `function`, `ignore`, a callee, `outbox`, `other versions`."""


@dataclass(frozen=True, slots=True)
class Waiting(Figures):
    """Work in the background that waits until the component is back."""

    work: str
    """`saga place-order, step pay`, or `events OrderPlaced`."""
    at: str
    """Object path of the operation or handler that cannot do it."""


@dataclass(frozen=True, slots=True)
class DownReport(Figures):
    """The system while one component is down."""

    schema_version: int
    system: str
    down: str
    """As shown: `payments-db`."""
    path: str
    """Object path of the component."""
    kind: str
    entries: tuple[EntryOutcome, ...]
    """Entries of journeys first, then the other operations of public and partner APIs."""
    waiting: tuple[Waiting, ...]


def down_report(analysis: Analysis, name: str) -> DownReport | None:
    """`None` for an unknown name."""
    found = analysis.down(name)
    if found is None:
        return None
    return DownReport(
        schema_version=SCHEMA_VERSION,
        system=analysis.topology.name,
        down=found.component.name,
        path=found.component.object_path,
        kind=found.component.kind,
        entries=tuple(_outcome(entry) for entry in found.entries),
        waiting=tuple(_waiting(analysis, found.component)),
    )


def known_components(analysis: Analysis) -> list[str]:
    """Names that may be down: as shown, and object paths."""
    components = analysis.system_availability.components
    shown = [component.name for component in components.all.values()]
    return list(dict.fromkeys([*shown, *components.all, *components.stores]))


def _outcome(entry: Outcome) -> EntryOutcome:
    return EntryOutcome(entry.operation, entry.status, entry.journeys, entry.why, entry.instead)


def _waiting(analysis: Analysis, component: Component) -> Iterator[Waiting]:
    for saga in analysis.topology.sagas.values():
        for step in saga.steps:
            if component in analysis.hard_closure(step.do):
                yield Waiting(f"saga {saga.name}, step {step.name}", step.do)
    for service in analysis.topology.services.values():
        for event in dict.fromkeys(subscription.event for subscription in service.subscriptions):
            path = handler_path(service.name, event)
            if component in analysis.hard_closure(path):
                yield Waiting(f"events {event}", path)
