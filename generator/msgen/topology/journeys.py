"""Journeys, experiments and what is accepted: written facts with their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from msgen.design.system import Design
from msgen.topology.levels import Level, Settings, Sources
from msgen.topology.model import Experiment, Journey, Team, Waiver


def resolved_journeys(design: Design, sources: Sources) -> Mapping[str, Journey]:
    found = {}
    for name, written in (design.journeys or {}).items():
        settings = Settings(sources, f"journeys.{name}", (Level(("journeys", name), written),))
        found[name] = Journey(
            name=name,
            actor=written.actor,
            entries=written.entry,
            peak=settings.optional("peak"),
            growth=settings.value("growth", Decimal(0)),
            peak_factor=settings.value("peak_factor", Decimal(3), "assumed"),
            ramp=settings.value("ramp", timedelta(minutes=10), "assumed"),
            availability=settings.optional("availability"),
            latency_p99=settings.optional("latency_p99"),
            criticality=settings.value("criticality", "high"),
        )
    return found


def resolved_experiments(design: Design) -> Mapping[str, Experiment] | None:
    if design.experiments is None:
        return None
    return {name: Experiment(name, item.on, item.fault, item.expect) for name, item in design.experiments.items()}


def resolved_teams(design: Design) -> Mapping[str, Team]:
    return {name: Team(name, item.slack, item.oncall, item.runbooks) for name, item in (design.teams or {}).items()}


def resolved_waivers(design: Design) -> tuple[Waiver, ...]:
    return tuple(
        Waiver(item.rule, item.on, item.reason, item.until, number) for number, item in enumerate(design.waivers or ())
    )
