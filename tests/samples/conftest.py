"""Each system is generated at most once for each process that runs tests."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sample_systems import generate


@pytest.fixture(scope="session")
def system_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """The folder of a generated system, by its spec."""
    folder = tmp_path_factory.mktemp("systems")

    @cache
    def generated(spec: Path) -> Path:
        return generate(spec, Path(mkdtemp(dir=folder)) / "system")

    return generated
