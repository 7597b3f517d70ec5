"""Systems of any size."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from msgen.graph.picture import Picture, picture
from msgen.spec import parse, read_text
from msgen.topology import resolve

sys.path.append(str(Path(__file__).parents[1] / "generation"))


@pytest.fixture(scope="session")
def of_size() -> Callable[[int], Picture]:
    """The picture of a system with so many services of every kind."""
    from synthetic import synthetic_spec

    return cache(lambda services: picture(resolve(parse(read_text(synthetic_spec(services))))))
