"""A service that is copied out of its system installs, tests, lints, types and runs by itself."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from sample_systems import SampleService, copy_out, judged_services, outside_environment, readme_commands, succeed

pytestmark = pytest.mark.slow

SECONDS_TO_ANSWER = 60
SECONDS_TO_STOP = 30


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One virtual environment and one cache for all services: each gets exactly its own packages into it."""
    shared = tmp_path_factory.mktemp("shared")
    return outside_environment(
        UV_PROJECT_ENVIRONMENT=str(shared / "venv"), MYPY_CACHE_DIR=str(shared / "mypy"), UV_LINK_MODE="hardlink"
    )


@pytest.fixture(scope="module", params=list(judged_services()), ids=str)
def service(
    request: pytest.FixtureRequest, system_of: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[SampleService, Path]:
    """A service, and a copy of its folder with nothing of its system around it."""
    meant: SampleService = request.param
    folder = system_of(meant.spec) / "services" / meant.service.name
    return meant, copy_out(folder, tmp_path_factory.mktemp("alone") / meant.service.name)


def test_the_three_commands_of_its_readme_work(
    service: tuple[SampleService, Path], environment: dict[str, str]
) -> None:
    meant, folder = service
    install, test, run = readme_commands(folder)
    assert (install, test) == ("uv sync", "uv run pytest")
    succeed(install, folder, environment)
    succeed(test, folder, environment)

    ports = {"HTTP_PORT": free_port(), "GRPC_PORT": free_port(), "METRICS_PORT": free_port()}
    settings = environment | {name: str(port) for name, port in ports.items()}
    health = ports["HTTP_PORT"] if meant.service.speaks("rest") else ports["METRICS_PORT"]
    *before, last = run.split(" && ")
    for command in before:
        succeed(command, folder, settings)
    with running(last, folder, settings) as ended:
        page = "/livez" if "broker" in meant.service.readiness else "/readyz"  # there is no broker here
        assert answers(health, page, ended) == 200
        if meant.service.speaks("grpc"):
            socket.create_connection(("127.0.0.1", ports["GRPC_PORT"])).close()


@pytest.mark.parametrize("check", ["uv run ruff check", "uv run ruff format --check", "uv run mypy --strict src"])
def test_it_is_linted_formatted_and_typed(
    check: str, service: tuple[SampleService, Path], environment: dict[str, str]
) -> None:
    _, folder = service
    succeed("uv sync", folder, environment)
    succeed(check, folder, environment)


@contextmanager
def running(command: str, folder: Path, environment: dict[str, str]) -> Iterator[Callable[[], str]]:
    """The command until it is told to end, and it ends well; what is given tells how it ended before that."""
    log = folder / "run.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            f"exec {command}", shell=True, cwd=folder, env=environment, stdout=output, stderr=output
        )
    try:
        yield lambda: "" if process.poll() is None else log.read_text()
    finally:
        process.terminate()
        code = process.wait(SECONDS_TO_STOP)
    assert code == 0, log.read_text()


def answers(port: int, path: str, ended: Callable[[], str]) -> int:
    """The status of the page once somebody listens there."""
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until and not ended():
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError(f"nobody answers on port {port}: {ended()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
