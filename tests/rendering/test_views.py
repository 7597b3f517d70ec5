"""What a template sees cannot be changed by it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec import Struct
from sample_jobs import jobs_for_samples

from msgen.plan.model import Job


@pytest.mark.parametrize("job", jobs_for_samples(), ids=lambda job: f"{job.blueprint}-{job.destination}")
def test_a_view_is_frozen_to_its_last_part(job: Job) -> None:
    assert isinstance(job.view, Struct)
    assert sorted(set(changeable(job.view))) == []


def changeable(value: object) -> Iterator[str]:
    """The types of parts that could be changed; a map of texts is for `tojson`."""
    if isinstance(value, Struct):
        if not value.__struct_config__.frozen:
            yield type(value).__name__
        for name in value.__struct_fields__:
            yield from changeable(getattr(value, name))
    elif isinstance(value, tuple | frozenset):
        for part in value:
            yield from changeable(part)
    elif isinstance(value, list | set | bytearray):
        yield type(value).__name__
