"""The environment variables of a local service: the ones that a cluster gives it, with local values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgen.local.ports import BROKER, Slot, stub_name
from msgen.local.system import LocalExternal, LocalService, LocalSystem
from msgen.topology.addresses import url_variable

LOOPBACK = "127.0.0.1"
_OF_OUR_OWN_PYTHON = frozenset({"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"})


def service_environment(
    system: LocalSystem, service: LocalService, slots: Mapping[str, Slot], inherited: Mapping[str, str]
) -> dict[str, str]:
    """What a service of the system finds in its environment.

    The user's own variables reach it too (`OTEL_*`, secrets); addresses and ports of the local system win.
    """
    slot = slots[service.name]
    variables = dict(service.stand_ins) | outside_python(inherited)
    variables |= {
        "HTTP_PORT": str(slot.http),
        "GRPC_PORT": str(slot.grpc),
        "METRICS_PORT": str(slot.metrics),
        "PYTHONPATH": str(service.folder / "src"),
        "PYTHONUNBUFFERED": "1",
    }
    if service.has_database:
        variables["DATABASE_URL"] = f"sqlite:///{database_file(system, service)}"
    if service.has_events:
        variables["BROKER_URL"] = broker_url(slots[BROKER])
    for name in service.callees:
        variables[url_variable(name)] = service_url(system.service(name), slots[name])
    for external in system.externals:
        if external.name in service.externals:
            variables |= _external_variables(external, slots)
    return variables


def database_file(system: LocalSystem, service: LocalService) -> Path:
    return system.state / "db" / f"{service.name}.db"


def outside_python(inherited: Mapping[str, str]) -> dict[str, str]:
    """The environment without what ties a process to msgen's own Python installation."""
    return {name: value for name, value in inherited.items() if name not in _OF_OUR_OWN_PYTHON}


def service_url(service: LocalService, slot: Slot) -> str:
    """Where other services call it: over gRPC where it speaks that."""
    if service.speaks("grpc"):
        return f"grpc://{LOOPBACK}:{slot.grpc}"
    return http_url(service, slot)


def http_url(service: LocalService, slot: Slot) -> str:
    """Where it answers over HTTP: a service without REST has its health pages beside its metrics."""
    return f"http://{LOOPBACK}:{slot.http if service.speaks('rest') else slot.metrics}"


def broker_url(slot: Slot) -> str:
    return f"nats://{LOOPBACK}:{slot.base}"


def missing_settings(service: LocalService, inherited: Mapping[str, str]) -> list[str]:
    """Secrets and configuration for which a stand-in is used, sorted."""
    return sorted(service.stand_ins.keys() - inherited.keys())


def _external_variables(external: LocalExternal, slots: Mapping[str, Slot]) -> dict[str, str]:
    url = external.url or f"http://{LOOPBACK}:{slots[stub_name(external.name)].base}"
    return dict.fromkeys({url_variable(external.name), external.config_key or url_variable(external.name)}, url)
