"""Each sample is generated at most once for each process that runs tests."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from sample_systems import generate


@pytest.fixture(scope="session")
def system_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a sample's system, by the name of the sample."""
    folder = tmp_path_factory.mktemp("samples")

    @cache
    def generated(sample: str) -> Path:
        return generate(sample, folder / sample)

    return generated
