"""What each repository of a system is made from, as plain data for its lock."""

from __future__ import annotations

from typing import Any

from msgen.contracts.numbers import Numbers, numbers_of
from msgen.topology.model import Topology
from msgen.topology.slices import service_slice, system_slice


def designs(topology: Topology, numbers: Numbers) -> dict[str, dict[str, Any]]:
    """That of each service by its name, that of the system by an empty one."""
    return {name: design(topology, numbers, name) for name in ("", *topology.services)}


def design(topology: Topology, numbers: Numbers, name: str) -> dict[str, Any]:
    """The slice of a service, or of the system by an empty name, with the numbers of its messages."""
    if name == "":
        return system_slice(topology) | {"numbers": numbers_of(numbers, topology.services)}
    found = service_slice(topology, topology.services[name])
    return found | {"numbers": numbers_of(numbers, {name, *found["dependencies"]})}
