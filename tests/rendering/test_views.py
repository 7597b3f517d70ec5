"""What a template sees cannot be changed by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from sample_jobs import jobs_for_samples

from msgen.plan.model import Job


@pytest.mark.parametrize("job", jobs_for_samples(), ids=lambda job: f"{job.blueprint}-{job.destination}")
def test_a_view_is_frozen_to_its_last_part(job: Job) -> None:
    assert is_dataclass(job.view)
    assert sorted(set(changeable(job.view))) == []


def changeable(value: object) -> Iterator[str]:
    """The types of parts that could be changed; a map of texts is for `tojson`."""
    if is_dataclass(value):
        if not value.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            yield type(value).__name__
        for field in fields(value):
            yield from changeable(getattr(value, field.name))
    elif isinstance(value, tuple | frozenset):
        for part in value:
            yield from changeable(part)
    elif isinstance(value, list | set | bytearray):
        yield type(value).__name__
