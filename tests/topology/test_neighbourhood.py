"""A service is generated from its neighbourhood: that decides what its repository holds, and the lock keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from random_designs import random_design

from msgen import resources
from msgen.contracts.allocation import allocate
from msgen.contracts.designs import designs
from msgen.contracts.numbers import Numbers, from_plain
from msgen.diagnostics import SpecError
from msgen.plan.planner import Planner, build_service
from msgen.spec import parse, read, read_text
from msgen.topology import resolve
from msgen.topology.model import Topology
from msgen.topology.slices import service_slice
from msgen.topology.unsliced import UnknownDesign, system_of, topology_of

SPEC = """\
msgen: 1
name: shop
services:
  web:
    api: rest
    calls: [orders]
  orders:
    api: grpc
    calls: [payments]
  payments:
    api: grpc
  mails:
    aggregates: {Letter: {fields: {text: string}}}
"""


CONTEXT = SPEC.replace("  orders:\n", "  orders:\n    context: sales\n")


def system(spec: str) -> tuple[Topology, Numbers]:
    topology = resolve(parse(read_text(spec)))
    return topology, allocate(topology, Numbers())


def recorded(spec: str, service: str) -> object:
    """The design of a service as its lock has it."""
    return json.loads(json.dumps(designs(*system(spec))[service]))


def differences(topology: Topology) -> Iterator[str]:
    """Where a repository planned from its lock is another one than that planned from the system."""
    numbers = allocate(topology, Numbers())
    for name, design in designs(topology, numbers).items():
        if not name:
            continue
        written = json.loads(json.dumps(design))
        alone = topology_of(written)
        if build_service(alone, from_plain(written["numbers"]), name, "") != build_service(topology, numbers, name, ""):
            yield name
        if {**service_slice(alone, alone.service(name)), "numbers": written["numbers"]} != written:
            yield f"the lock of {name}"


@pytest.mark.parametrize("sample", ["minimal", "bistro"])
def test_a_service_of_a_sample_is_planned_from_its_lock_as_from_the_system(sample: str) -> None:
    path = Path(str(resources.samples())) / sample / "msgen.yaml"
    assert list(differences(resolve(parse(read(path))))) == []


@pytest.mark.parametrize("seeds", [range(start, start + 10) for start in range(0, 30, 10)], ids=str)
def test_a_service_of_any_design_is_planned_from_its_lock_as_from_the_system(seeds: Sequence[int]) -> None:
    assert {seed: found for seed in seeds if (found := list(_differences_of(random_design(seed))))} == {}


def _differences_of(spec: str) -> Iterator[str]:
    try:
        topology = resolve(parse(read_text(spec)))
    except SpecError:
        return
    yield from differences(topology)


@pytest.mark.parametrize("sample", ["minimal", "bistro"])
def test_the_files_of_a_system_are_planned_from_its_lock_as_from_the_spec(sample: str) -> None:
    topology = resolve(parse(read(Path(str(resources.samples())) / sample / "msgen.yaml")))
    numbers = allocate(topology, Numbers())
    written = json.loads(json.dumps(designs(topology, numbers)[""]))

    again = Planner.of(system_of(written), from_plain(written["numbers"]))
    assert again.of_system() == Planner.of(topology, numbers).of_system()


def test_what_a_service_neither_asks_nor_hears_nor_is_asked_by_is_no_part_of_its_design() -> None:
    other = SPEC.replace("text: string", "text: string, page: int").replace("Letter", "Note")
    assert recorded(SPEC, "orders") == recorded(other, "orders")
    assert recorded(SPEC, "mails") != recorded(other, "mails")


def test_a_new_caller_is_a_part_of_the_design_of_the_service_that_it_calls() -> None:
    other = SPEC.replace("  mails:\n", "  mails:\n    api: rest\n    calls: [payments]\n")
    assert recorded(SPEC, "payments") != recorded(other, "payments")
    assert recorded(SPEC, "web") == recorded(other, "web")


def test_the_work_of_a_dependency_is_its_own_affair_and_its_contract_is_not() -> None:
    busier = SPEC.replace("  payments:\n    api: grpc\n", "  payments:\n    api: grpc\n    scaling: {max: 40}\n")
    wider = SPEC.replace("  payments:\n    api: grpc\n", "  payments:\n    api: rest\n")
    assert recorded(SPEC, "orders") == recorded(busier, "orders")
    assert recorded(SPEC, "orders") != recorded(wider, "orders")


def test_the_order_of_things_is_a_part_of_the_design_where_it_is_not_that_of_the_alphabet() -> None:
    spec = CONTEXT + "contexts: {sales: {types: {Zone: {a: int}, Area: {b: int}}}}\n"
    turned = CONTEXT + "contexts: {sales: {types: {Area: {b: int}, Zone: {a: int}}}}\n"
    assert recorded(spec, "orders") != recorded(turned, "orders")


def test_data_that_is_no_design_is_told_from_one() -> None:
    with pytest.raises(UnknownDesign):
        topology_of({"service": {"name": "orders"}})
