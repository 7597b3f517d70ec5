"""Sagas: who drives them, and what starts them."""

from __future__ import annotations

from collections.abc import Mapping

from msgen.design.system import Design
from msgen.topology.events import EventDirectory, canonical, context_of
from msgen.topology.model import Saga, SagaStep


def resolved_sagas(design: Design, directory: EventDirectory) -> Mapping[str, Saga]:
    found = {}
    for name, written in (design.sagas or {}).items():
        style = written.style or "orchestration"
        driver = design.services.get(written.coordinator or "")
        context = context_of(written.coordinator or "", driver) if driver else ""
        owner, event = canonical(written.trigger, context, directory.owned)
        publishers = directory.events[owner][event].publishers
        coordinator = written.coordinator or (publishers[0] if publishers else None)
        found[name] = Saga(
            name=name,
            style=style,
            coordinator=coordinator if style == "orchestration" else None,
            trigger=event if len(directory.owned.get(event, ())) <= 1 else f"{owner}.{event}",
            deadline=written.deadline,
            isolation=written.isolation or "none",
            steps=tuple(
                SagaStep(step.name, step.do, step.with_ or {}, step.compensate, bool(step.pivot), step.timeout)
                for step in written.steps
            ),
        )
    return found
