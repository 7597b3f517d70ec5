"""What each repository of a system is made from, as plain data for its lock."""

from __future__ import annotations

from typing import Any

from msgen.contracts.numbers import Numbers, numbers_of
from msgen.topology.model import Topology
from msgen.topology.slices import service_slice, system_slice


def designs(topology: Topology, numbers: Numbers) -> dict[str, dict[str, Any]]:
    """The slice of each service by its name, that of the system by an empty one; with the numbers of its messages."""
    found = {"": system_slice(topology) | {"numbers": numbers_of(numbers, topology.services)}}
    for name, service in topology.services.items():
        design = service_slice(topology, service)
        found[name] = design | {"numbers": numbers_of(numbers, {name, *design["dependencies"]})}
    return found
