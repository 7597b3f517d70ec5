from __future__ import annotations

from pathlib import Path

import pytest
from sample_blueprints import write_everything


@pytest.fixture
def blueprints(tmp_path: Path) -> Path:
    """A folder with the blueprints `python` and `helm`, and `partials/` beside it."""
    return write_everything(tmp_path)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"
