"""The jobs of every sample system: what the laws about the shipped blueprints are checked on."""

from __future__ import annotations

from msgen.plan.model import Job


def jobs_for_samples() -> tuple[Job, ...]:
    return ()
