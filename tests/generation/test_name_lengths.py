"""Layout does not depend on names: what is generated is clean for names of one letter and of a hundred."""

from __future__ import annotations

from pathlib import Path

import pytest
from generated import generated, lint_complaints, services_in, type_complaints, written
from lengths import spec_with_names_of

LENGTHS = (1, 12, 26, 44, 60, 100)
"""The language allows 48 letters for services and contexts, and 100 for everything else."""


@pytest.fixture(scope="module", params=LENGTHS, ids=lambda length: f"{length} letters")
def system(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(generated(spec_with_names_of(request.param)), tmp_path_factory.mktemp("lengths"))


def test_code_is_laid_out_and_clean(system: Path) -> None:
    assert lint_complaints(system) == ""


@pytest.mark.slow
def test_code_is_typed(system: Path) -> None:
    assert type_complaints(services_in(system)) == ""
