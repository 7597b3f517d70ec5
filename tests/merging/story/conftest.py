"""The story is lived through once."""

from __future__ import annotations

import pytest

from story.upgrade import Upgrade, upgrade


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Upgrade:
    return upgrade(tmp_path_factory.mktemp("story"))
