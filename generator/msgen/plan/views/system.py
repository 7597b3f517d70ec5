"""The view of the blueprint `system`: the files at the root."""

from __future__ import annotations

from msgspec import Struct

from msgen.plan.views.python.messages import sentence, spoken
from msgen.topology.model import Service, Topology


class SystemService(Struct, frozen=True):
    name: str
    folder: str
    description: str
    protocols: str


class SystemView(Struct, frozen=True):
    title: str
    description: str
    front_door: str
    services: tuple[SystemService, ...]
    folders: str


def system_view(topology: Topology, folders: dict[str, str]) -> SystemView:
    """`folders` maps a service to its folder, relative to the system's root."""
    public = [service.name for service in topology.services.values() if service.exposure == "public"]
    return SystemView(
        title=spoken(topology.name).capitalize(),
        description=sentence(topology.description or f"{len(topology.services)} services"),
        front_door=f"it prints the address of {public[0]}" if public else "it prints the address of each service",
        services=tuple(_service(service, folders[service.name]) for service in topology.services.values()),
        folders=" ".join(folders.values()),
    )


def _service(service: Service, folder: str) -> SystemService:
    return SystemService(
        name=service.name,
        folder=folder,
        description=sentence(service.description or f"The {spoken(service.name)} of the {service.context} context"),
        protocols=", ".join({"rest": "REST", "grpc": "gRPC"}[protocol] for protocol in service.protocols) or "events",
    )
