"""The jobs of every sample system: what the laws about the shipped blueprints are checked on."""

from __future__ import annotations

from functools import cache

from msgen import resources
from msgen.contracts.allocation import allocate
from msgen.contracts.numbers_file import read_numbers
from msgen.plan.model import Job
from msgen.plan.planner import build
from msgen.spec import parse, read
from msgen.topology import resolve

SAMPLES = ("bistro", "minimal")


@cache
def jobs_for_samples() -> tuple[Job, ...]:
    """One job of each kind and place: the same blueprint with many views."""
    return tuple(job for name in SAMPLES for job in _jobs(name))


def _jobs(sample: str) -> tuple[Job, ...]:
    topology = resolve(parse(read(resources.samples() / sample / "msgen.yaml")))
    return build(topology, allocate(topology, read_numbers(None))).jobs
