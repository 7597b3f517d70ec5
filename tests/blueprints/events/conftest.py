"""Makes `stored_service` importable, as in the tests of the store, and starts brokers."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from nats_server import NatsServer

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from sample_package import build_sample_service

if "stored_service" not in sys.modules:
    _FOLDER = tempfile.TemporaryDirectory(prefix="sample-service-")
    sys.path.insert(0, str(build_sample_service(Path(_FOLDER.name))))

from sample_databases import database, database_url, postgres_url, sqlite_template
from stored_service.adapters.events._gen.broker import Broker
from stored_service.adapters.events._gen.factory import create_broker

__all__ = ["database", "database_url", "postgres_url", "sqlite_template"]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[NatsServer]:
    server = NatsServer(tmp_path / "nats")
    await server.start()
    yield server
    server.kill()


@pytest.fixture
async def nats_broker(server: NatsServer) -> AsyncIterator[Broker]:
    broker = create_broker(server.url, name="tests")
    yield broker
    await broker.close()


@pytest.fixture(params=["memory", "nats"])
async def broker(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Broker]:
    """Every broker that a service may have; all keep the same promises."""
    if request.param == "memory":
        yield create_broker("memory://")
        return
    server = NatsServer(tmp_path / "nats")
    await server.start()
    broker = create_broker(server.url, name="tests")
    yield broker
    await broker.close()
    server.kill()
