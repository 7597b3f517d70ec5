"""One generated bistro for the whole session: generated and installed once, restarted after tests that stop it."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientTimeout
from front_door import FrontDoor
from running_system import RunningSystem, msgen, msgen_environment

_SECONDS_TO_ANSWER = 10


@pytest.fixture(scope="session")
def generated_bistro(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("systems") / "bistro"
    subprocess.run(
        msgen("new", str(folder), "--sample", "bistro", "--yes"),
        check=True,
        env=msgen_environment(),
        stdout=subprocess.DEVNULL,
    )
    return folder


@pytest.fixture(scope="session")
def _bistro(generated_bistro: Path) -> Iterator[RunningSystem]:
    system = RunningSystem(generated_bistro)
    yield system
    if system.is_running:
        system.interrupt()


@pytest.fixture
def bistro(_bistro: RunningSystem) -> RunningSystem:
    """Bistro, running."""
    if not _bistro.is_running:
        _bistro.start()
    return _bistro


@pytest.fixture
async def front_door(bistro: RunningSystem) -> AsyncIterator[FrontDoor]:
    async with ClientSession(timeout=ClientTimeout(total=_SECONDS_TO_ANSWER)) as session:
        yield FrontDoor(session, bistro.http_url("storefront"))
