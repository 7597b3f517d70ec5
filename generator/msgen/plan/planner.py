"""Topology to render plan: which blueprints, where, with which view."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Self

from msgspec import Struct

from msgen.contracts.numbers import Numbers
from msgen.contracts.protobuf import proto_path
from msgen.plan.migrations.history import History
from msgen.plan.migrations.steps import Data, as_data
from msgen.plan.model import Job, RenderPlan, StubJob, joined
from msgen.plan.views.contracts import ContractDocuments
from msgen.plan.views.helm_service import helm_service_view
from msgen.plan.views.platform import platform_view
from msgen.plan.views.python.clients import clients_view
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.events import events_view
from msgen.plan.views.python.grpc import grpc_view
from msgen.plan.views.python.rest import rest_view
from msgen.plan.views.python.service import service_view
from msgen.plan.views.python.store import StoreView, store_view
from msgen.plan.views.python.tests import tests_view
from msgen.plan.views.system import system_view
from msgen.topology.model import Service, Topology

MIGRATIONS = "migrations/versions"
"""The folder of a service's migrations, relative to the service's."""


def build(
    topology: Topology,
    numbers: Numbers,
    home: str | None = None,
    histories: Mapping[str, History] | None = None,
    folders: Mapping[str, str] | None = None,
) -> RenderPlan:
    """Everything that the system's repositories hold; `histories` say, by service, what migrations did so far."""
    planner = Planner.of(topology, numbers, home, folders)
    plans = [planner.of_system()]
    plans += [planner.of_service(name, (histories or {}).get(name)) for name in topology.services]
    return joined(plans)


class Planner(Struct, frozen=True, dict=True):
    """Plans the repositories of a system one by one."""

    topology: Topology
    numbers: Numbers
    """Of every proto field and enum value, new ones included."""
    home: str
    """The system's own folder."""
    relative: dict[str, str]
    """Where each service stands, relative to that."""

    @classmethod
    def of(
        cls,
        topology: Topology,
        numbers: Numbers,
        home: str | None = None,
        folders: Mapping[str, str] | None = None,
    ) -> Self:
        """With the folders that a system has by default, where none are given."""
        home = system_folder(topology) if home is None else home
        return cls(topology, numbers, home, relative_folders(topology) if folders is None else dict(folders))

    def of_system(self) -> RenderPlan:
        """What the system's own repository holds."""
        jobs = (
            Job("system", self.home, system_view(self.topology, self.relative)),
            Job("platform", self.home, platform_view(self.topology)),
            Job("contracts", _joined(self.home, "contracts/generated"), self._documents.of_system()),
        )
        return RenderPlan(jobs, (), (self.home,))

    def of_service(self, name: str, history: History | None = None) -> RenderPlan:
        """What the repository of a service holds; `history` is what its migrations did so far."""
        contracts = ServiceContracts(self.topology, self.topology.services[name], self.numbers.first_names)
        folder = posixpath.normpath(posixpath.join(self.home, self.relative[name]))
        return _of_service(contracts, self._documents, folder, history or History())

    @cached_property
    def _documents(self) -> ContractDocuments:
        return ContractDocuments(self.topology, self.numbers)


def build_service(
    topology: Topology, numbers: Numbers, name: str, folder: str, history: History | None = None
) -> RenderPlan:
    """What one service's repository holds; its neighbourhood is all that is needed of the system."""
    contracts = ServiceContracts(topology, topology.service(name), numbers.first_names)
    return _of_service(contracts, ContractDocuments(topology, numbers), folder, history or History())


def _of_service(contracts: ServiceContracts, documents: ContractDocuments, folder: str, history: History) -> RenderPlan:
    jobs = tuple(_service_jobs(contracts, documents, folder, history))
    return RenderPlan(jobs, tuple(_stub_jobs(contracts, folder)), (folder,), dict(_changes(jobs)))


def system_folder(topology: Topology) -> str:
    """The folder of the system's own files, relative to the destination: empty in a mono-repo."""
    return "" if topology.platform.layout == "mono-repo" else topology.name


def service_folders(topology: Topology) -> dict[str, str]:
    """The folder of each service, relative to the destination."""
    prefix = "services/" if topology.platform.layout == "mono-repo" else ""
    return {name: f"{prefix}{name}" for name in topology.services}


def relative_folders(topology: Topology) -> dict[str, str]:
    """The folder of each service, relative to the system's own folder."""
    prefix = "services/" if topology.platform.layout == "mono-repo" else "../"
    return {name: f"{prefix}{name}" for name in topology.services}


def _service_jobs(
    contracts: ServiceContracts, documents: ContractDocuments, folder: str, history: History
) -> Iterator[Job]:
    service = contracts.service
    core = service_view(contracts)
    clients = clients_view(contracts) if core.has_clients else None
    yield Job("python-service", folder, core)
    yield Job("python-tests", folder, tests_view(contracts))
    yield Job("contracts", _joined(folder, "contracts"), documents.of_service(service))
    yield Job("helm-service", folder, helm_service_view(contracts.topology, service, contracts.first_names))
    if core.rest:
        yield Job("python-rest", folder, rest_view(contracts))
    if core.grpc:
        yield Job("python-grpc", folder, grpc_view(contracts))
    if core.grpc or (clients is not None and clients.uses_grpc):
        yield Job("python-protobuf", folder, core)
    if core.has_database:
        yield Job("python-store", folder, store_view(contracts, history, keeps_keys=core.keeps_keys))
    if core.has_events:
        yield Job("python-events", folder, events_view(contracts))
    if clients is not None:
        yield Job("python-clients", folder, clients)


def _changes(jobs: Iterable[Job]) -> Iterator[tuple[str, Data]]:
    for job in jobs:
        if isinstance(job.view, StoreView):
            for migration in job.view.migrations:
                yield _joined(job.destination, f"{MIGRATIONS}/{migration.name}.py"), as_data(migration.steps)


def _stub_jobs(contracts: ServiceContracts, folder: str) -> Iterator[StubJob]:
    topology, service = contracts.topology, contracts.service
    adapters = _joined(folder, f"src/{contracts.package}/adapters")
    if service.speaks("grpc"):
        root = _joined(folder, "contracts")
        yield _stub(topology, service, root, f"{adapters}/grpc/_gen/pb")
    for name in contracts.ports.clients:
        dependency = topology.services.get(name)
        if dependency is not None and dependency.speaks("grpc"):
            root = _joined(folder, f"contracts/consumed/{name}")
            yield _stub(topology, dependency, root, f"{adapters}/clients/_gen/pb")


def _stub(topology: Topology, service: Service, contracts: str, destination: str) -> StubJob:
    proto = f"{contracts}/{proto_path(topology, service)}"
    return StubJob(proto, f"{contracts}/proto", destination, f"services.{service.name}")


def _joined(folder: str, below: str) -> str:
    return f"{folder}/{below}" if folder else below
