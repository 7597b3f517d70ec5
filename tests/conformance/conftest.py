from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import generated_targets
import pytest
from configured import ConfiguredTargets, UnusableConfigurationError, read_targets, target_of
from generated_targets import GeneratedTargets
from grpc_client import GrpcClient
from grpc_contract import GrpcContract
from grpc_items import GrpcItems
from http_client import HttpClient
from rest_contract import RestContract
from rest_items import RestItems
from stopping import StopReport, stop_under_load
from target import Target, Targets, Trait

_NAMED = pytest.StashKey[ConfiguredTargets]()
_NEEDED: dict[str, tuple[Trait, ...]] = {
    "target": ("rest", "grpc", "keys"),
    "rest_target": ("rest",),
    "grpc_target": ("grpc",),
    "calling_target": ("calls",),
    "keyed_target": ("keys",),
    "stopped": ("rest", "grpc"),
}
"""By the name of a fixture, what its services must have: one of these."""
_OPTIONS = {
    "http": "service_url",
    "grpc": "grpc",
    "metrics": "metrics",
    "contracts": "contracts",
    "log": "service_log",
    "pid": "pid",
}
"""By the key of a `conformance.yaml`, the option that says the same of a single service."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("conformance", "the service to test; without any, msgen generates some")
    group.addoption("--conformance", metavar="FILE", help="a conformance.yaml that names services")
    group.addoption("--service-url", metavar="URL", help="where its REST API is")
    group.addoption("--grpc", metavar="HOST:PORT", help="where its gRPC API is")
    group.addoption("--metrics", metavar="URL", help="where its metrics port is")
    group.addoption("--contracts", metavar="DIR", help="its folder of contracts")
    group.addoption("--service-log", metavar="FILE", help="where its log goes")
    group.addoption("--pid", metavar="PID", type=int, help="its process, which the last tests stop")


def pytest_configure(config: pytest.Config) -> None:
    try:
        named = _named_targets(config)
    except UnusableConfigurationError as error:
        raise pytest.UsageError(str(error)) from None
    if named is not None:
        config.stash[_NAMED] = named


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    named = metafunc.config.stash.get(_NAMED, None)
    for fixture in sorted(_NEEDED.keys() & set(metafunc.fixturenames)):
        needed = _NEEDED[fixture]
        names = named.names(needed) if named else generated_targets.names(needed)
        metafunc.parametrize(fixture, names, indirect=True, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What stops a service comes last: a service that somebody else has started, nobody starts again."""
    items.sort(key=lambda item: "stopped" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def targets(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Targets]:
    named = pytestconfig.stash.get(_NAMED, None)
    found: Targets = named or GeneratedTargets(tmp_path_factory.mktemp("conformance"))
    yield found
    found.close()


@pytest.fixture(scope="session")
def target(request: pytest.FixtureRequest, targets: Targets) -> Target:
    return targets.running(request.param)


@pytest.fixture(scope="session")
def rest_target(request: pytest.FixtureRequest, targets: Targets) -> Target:
    return targets.running(request.param)


@pytest.fixture(scope="session")
def grpc_target(request: pytest.FixtureRequest, targets: Targets) -> Target:
    return targets.running(request.param)


@pytest.fixture(scope="session")
def calling_target(request: pytest.FixtureRequest, targets: Targets) -> Target:
    return targets.running(request.param)


@pytest.fixture(scope="session")
def keyed_target(request: pytest.FixtureRequest, targets: Targets) -> Target:
    return targets.running(request.param)


@pytest.fixture(scope="session")
def stopped(request: pytest.FixtureRequest, targets: Targets) -> StopReport:
    """What was seen while the service was stopped under load."""
    target = targets.expendable(request.param)
    if target.pid is None:
        pytest.skip(f"the process of {target.name} is not known: give --pid")
    return asyncio.run(stop_under_load(target))


@pytest.fixture(scope="session")
def rest(rest_target: Target) -> RestContract:
    return RestContract.of(rest_target.contracts / "openapi.yaml")


@pytest.fixture
async def http(rest_target: Target) -> AsyncIterator[HttpClient]:
    assert rest_target.http is not None
    async with HttpClient.connected(rest_target.http) as client:
        yield client


@pytest.fixture
def items(rest: RestContract, http: HttpClient) -> RestItems:
    """A collection of the service that things can be created in."""
    return RestItems(http, rest, rest.resource())


@pytest.fixture
def items_with_fields(items: RestItems) -> RestItems:
    """A collection whose items can be wrong."""
    if items.resource.body is None:
        pytest.skip(f"the items of {items.resource.collection} have no fields")
    return items


@pytest.fixture(scope="session")
def rpc(grpc_target: Target, tmp_path_factory: pytest.TempPathFactory) -> GrpcContract:
    return GrpcContract.of(grpc_target.contracts, tmp_path_factory.mktemp("proto"))


@pytest.fixture
async def calls(grpc_target: Target, rpc: GrpcContract) -> AsyncIterator[GrpcClient]:
    assert grpc_target.grpc is not None
    async with GrpcClient.connected(grpc_target.grpc, rpc) as client:
        yield client


@pytest.fixture
def grpc_items(calls: GrpcClient, rpc: GrpcContract) -> GrpcItems:
    return GrpcItems(calls, rpc.resource())


def _named_targets(config: pytest.Config) -> ConfiguredTargets | None:
    file = config.getoption("conformance", None)
    if file is not None:
        return read_targets(Path(file))
    settings = {key: config.getoption(option, None) for key, option in _OPTIONS.items()}
    given = {key: value for key, value in settings.items() if value is not None}
    return ConfiguredTargets([target_of("service", given, Path.cwd())]) if given else None
