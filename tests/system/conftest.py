"""One generated bistro for the whole session: generated and installed once, restarted after tests that stop it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientTimeout
from front_door import FrontDoor
from running_system import RunningSystem, generate_system

_SECONDS_TO_ANSWER = 10


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small system whose services are started one by one; bistro's environment has all they need."""
    folder = tmp_path_factory.mktemp("systems") / "market"
    generate_system(folder, "--spec", str(Path(__file__).with_name("market.yaml")))
    return folder


@pytest.fixture(scope="session")
def _bistro(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    folder = tmp_path_factory.mktemp("systems") / "bistro"
    generate_system(folder, "--sample", "bistro")
    system = RunningSystem(folder)
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
def stopped_bistro(_bistro: RunningSystem) -> RunningSystem:
    """Bistro, generated and not running."""
    if _bistro.is_running:
        _bistro.interrupt()
    return _bistro


@pytest.fixture(scope="session")
def service_python(_bistro: RunningSystem) -> Path:
    """An interpreter that has what generated services need: the one that `msgen up` has made for bistro."""
    if not _bistro.is_running:
        _bistro.start()
    return _bistro.python


@pytest.fixture
async def front_door(bistro: RunningSystem) -> AsyncIterator[FrontDoor]:
    async with ClientSession(timeout=ClientTimeout(total=_SECONDS_TO_ANSWER)) as session:
        yield FrontDoor(session, bistro.http_url("storefront"))
