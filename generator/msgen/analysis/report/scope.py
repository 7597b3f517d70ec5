"""Which part of a system a report is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgen.analysis.analysis import Analysis
from msgen.analysis.availability import Component


@dataclass(frozen=True)
class Scope:
    """All of a system, one journey with what it needs, or one service with what belongs to it."""

    analysis: Analysis
    journey: str | None = None
    service: str | None = None

    @property
    def is_everything(self) -> bool:
        return self.journey is None and self.service is None

    @property
    def journeys(self) -> Iterator[str]:
        """Those whose figures are asked for, in the order of the spec."""
        if self.service is None:
            yield from (name for name in self.analysis.topology.journeys if self.journey in (None, name))

    @property
    def services(self) -> Iterator[str]:
        if self.journey is None:
            yield from (name for name in self.analysis.topology.services if self.service in (None, name))

    @property
    def entries(self) -> Iterator[tuple[str, str]]:
        """Journeys with each of their entries."""
        for name in self.journeys:
            yield from ((name, entry) for entry in self.analysis.topology.journeys[name].entries)

    def missing_for(self, load: object, named: Sequence[str]) -> tuple[str, ...]:
        """What an unknown load lacks: the peaks that are named, or else those of all journeys, or journeys at all."""
        if named or load is not None:
            return tuple(named)
        return self.analysis.load.missing or ("journeys",)

    def has_component(self, component: Component) -> bool:
        """The journey needs it, or it is the service's own."""
        if self.service is not None:
            return component.object_path.partition(".")[0] == self.service
        if self.journey is not None:
            return component in self.analysis.availability[self.journey].components
        return True

    def has_callee(self, callee: str) -> bool:
        """The journey may call it, or the service offers or calls it."""
        calls = self.analysis.calls
        if self.service is not None:
            callers = {site.service for site in calls.to(callee)}
            return self.service in callers or callee.partition(".")[0] == self.service
        if self.journey is not None:
            return any(callee in calls.reached(entry) for _, entry in self.entries)
        return True
