from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from fake_system import Bench

from msgen.local import ports

_SLOTS_OF_A_WORKER = 500


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture(autouse=True)
def _own_range_of_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that run side by side, and a system that runs beside them, ask for different ports."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 5
    monkeypatch.setattr(ports, "FIRST_PORT", 10_000 + worker * ports.WIDTH * _SLOTS_OF_A_WORKER)
    monkeypatch.setattr(ports, "SLOTS", _SLOTS_OF_A_WORKER)


@pytest.fixture(autouse=True)
def _no_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs are the same on machines with and without uv; the tests of the installation say what they use."""
    find = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name, *rest: None if name == "uv" else find(name, *rest))
