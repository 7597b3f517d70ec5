"""The steps of the wizard, in their order; each names its questions, which follow from the answers before."""

from __future__ import annotations

from msgen.cli.wizard.steps import (
    calls,
    contexts,
    environments,
    events,
    journeys,
    mesh,
    name,
    objectives,
    opening,
    profile,
    sample,
    service,
    services,
    team,
)
from msgen.cli.wizard.steps.step import Step

STEPS: tuple[Step, ...] = (
    opening.STEP,
    sample.STEP,
    name.STEP,
    contexts.STEP,
    services.STEP,
    service.STEP,
    calls.STEP,
    events.STEP,
    profile.STEP,
    journeys.STEP,
    objectives.STEP,
    mesh.STEP,
    environments.STEP,
    team.STEP,
)
