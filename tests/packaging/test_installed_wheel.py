"""msgen from its wheel, without the checkout: it generates a system, and a service of it answers."""

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from clean_environment import Environment, new_environment, outside_environment

import msgen

pytestmark = pytest.mark.slow

GENERATE = ("new", "shop", "--sample", "minimal", "--yes")
SECONDS_TO_START = 60


@pytest.fixture(scope="module")
def shop(installed: Environment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("somewhere")
    installed.call("msgen", *GENERATE, cwd=folder)
    return folder / "shop"


def test_the_installed_command_says_its_version(installed: Environment, tmp_path: Path) -> None:
    assert msgen.__version__ in installed.call("msgen", "--version", cwd=tmp_path).stdout


def test_generating_the_same_system_again_finds_nothing_to_do(installed: Environment, shop: Path) -> None:
    before = (shop / ".msgen" / "lock.json").stat().st_mtime_ns
    installed.call("msgen", *GENERATE, cwd=shop.parent)
    assert (shop / ".msgen" / "lock.json").stat().st_mtime_ns == before


def test_a_service_of_it_installs_from_its_own_requirements_and_answers(shop: Path, tmp_path: Path) -> None:
    service = shop / "services" / "orders"
    environment = new_environment(tmp_path / "environment")
    environment.install("--require-hashes", "--requirements", service / "requirements.txt")
    port = free_port()
    with running(environment, service, port) as process:
        assert answer(process, f"http://127.0.0.1:{port}/livez") == 200


@contextmanager
def running(environment: Environment, service: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    variables = outside_environment() | {
        "BROKER_URL": "memory://",
        "DATABASE_URL": f"sqlite:///{environment.folder / 'orders.db'}",
        "GRPC_PORT": str(free_port()),
        "HTTP_PORT": str(port),
        "METRICS_PORT": str(free_port()),
        "PAYMENTS_URL": f"grpc://127.0.0.1:{free_port()}",
        "PYTHONPATH": str(service / "src"),
    }
    process = subprocess.Popen([environment.python, "-m", "orders", "run"], cwd=service, env=variables)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=SECONDS_TO_START)


def answer(process: subprocess.Popen[bytes], url: str) -> int:
    """The status of the first answer; a service that ends or stays silent fails the test."""
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=SECONDS_TO_START) as response:
                return int(response.status)
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError(f"{url} did not answer; exit code of the service: {process.poll()}")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
