"""The frozen plan of a local run: which services, where they stand, what they need from each other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from msgen.design.python_names import python_package
from msgen.local.errors import UnknownServiceError
from msgen.local.queries import Query, query_of
from msgen.local.routes import Route, first_route
from msgen.local.samples import sample_text
from msgen.topology.model import Call, Protocol, Service, Topology


@dataclass(frozen=True, slots=True)
class LocalExternal:
    """A system we do not run."""

    name: str
    url: str | None = None
    """`None`: a built-in stub answers in its place."""
    config_key: str | None = None
    """The configuration key that holds the address, where it is not `<NAME>_URL`."""


@dataclass(frozen=True, slots=True)
class LocalService:
    """One service, as a process on this machine."""

    name: str
    package: str
    """The import package below `<folder>/src`."""
    folder: Path
    protocols: tuple[Protocol, ...] = ("rest",)
    has_database: bool = False
    has_events: bool = False
    is_public: bool = False
    route: Route | None = None
    """Of those over HTTP the one that answers first; `None` where it has none."""
    callees: tuple[str, ...] = ()
    """The services that it calls, sorted."""
    externals: tuple[str, ...] = ()
    """The external systems that it calls, sorted."""
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    """Secrets and configuration without a default: values that let it start where the user sets none."""
    query: Query | None = None
    """What `--check` asks it."""

    def speaks(self, protocol: Protocol) -> bool:
        return protocol in self.protocols


@dataclass(frozen=True, slots=True)
class LocalSystem:
    name: str
    root: Path
    """The folder that holds `msgen.yaml`; everything that `up` writes is in `.local/` below it."""
    services: tuple[LocalService, ...]
    externals: tuple[LocalExternal, ...] = ()

    @property
    def state(self) -> Path:
        return self.root / ".local"

    @property
    def needs_broker(self) -> bool:
        return any(service.has_events for service in self.services)

    def service(self, name: str) -> LocalService:
        return next(service for service in self.services if service.name == name)


def local_system(topology: Topology, root: Path, folders: Mapping[str, str] = MappingProxyType({})) -> LocalSystem:
    """The plan of a local run of the system that was generated at `root`.

    `folders` are those of the record, relative to the root: a repository keeps its folder when its service is renamed.
    """
    root = root.absolute()
    parent = root / "services" if topology.platform.layout == "mono-repo" else root.parent
    places = {name: Path(os.path.normpath(root / folder)) for name, folder in folders.items()}
    return LocalSystem(
        name=topology.name,
        root=root,
        services=tuple(
            _local_service(topology, service, places.get(service.name, parent / service.name))
            for service in topology.services.values()
        ),
        externals=tuple(
            LocalExternal(external.name, external.url, external.config_key) for external in topology.externals.values()
        ),
    )


def select(system: LocalSystem, names: Iterable[str]) -> LocalSystem:
    """The part of a system that these services need: themselves and all they call, directly or not."""
    known = {service.name: service for service in system.services}
    wanted: set[str] = set()
    pending = [_known(name, known) for name in names]
    if not pending:
        return system
    while pending:
        name = pending.pop()
        if name not in wanted:
            wanted.add(name)
            pending.extend(known[name].callees)
    services = tuple(service for service in system.services if service.name in wanted)
    called = {name for service in services for name in service.externals}
    return replace(
        system,
        services=services,
        externals=tuple(external for external in system.externals if external.name in called),
    )


def _known(name: str, known: Mapping[str, LocalService]) -> str:
    if name in known:
        return name
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean `{near[0]}`?" if near else f"services: {', '.join(sorted(known))}"
    raise UnknownServiceError(f"--only: no service is called `{name}`", hint)


def _local_service(topology: Topology, service: Service, folder: Path) -> LocalService:
    dependencies = frozenset(_dependencies(service))
    return LocalService(
        name=service.name,
        package=python_package(service.name),
        folder=folder,
        protocols=service.protocols,
        has_database=service.has_database,
        has_events=service.has_events,
        is_public=service.exposure == "public",
        route=first_route(service),
        callees=tuple(sorted(dependencies & topology.services.keys() - {service.name})),
        externals=tuple(sorted(dependencies & topology.externals.keys())),
        stand_ins=_stand_ins(topology, service),
        query=query_of(topology, service),
    )


def _dependencies(service: Service) -> Iterator[str]:
    for call in service.calls():
        yield call.target
        yield from _fallback_target(call)


def _fallback_target(call: Call) -> Iterator[str]:
    if call.fallback is not None and call.fallback.kind == "call" and call.fallback.to:
        yield call.fallback.to.partition(".")[0]


def _stand_ins(topology: Topology, service: Service) -> dict[str, str]:
    types = topology.contexts[service.context].types
    required = [item for item in service.config if item.default is None and not item.type.optional]
    values = {item.name: sample_text(item.type, types) for item in required}
    return values | dict.fromkeys(service.secrets, "local")
