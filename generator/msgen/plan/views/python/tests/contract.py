"""`tests/contract/`: what is served and published is what the contract says."""

from __future__ import annotations

from msgspec import Struct

from msgen.contracts.events import event_schema_path
from msgen.contracts.protobuf import proto_path
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.grpc import grpc_service_name, stub_module
from msgen.plan.views.python.layout import LINE_LENGTH, subscript
from msgen.plan.views.python.tests.builders import BUILDERS, Builders
from msgen.plan.views.python.tests.outside import outside
from msgen.topology.model import Event


class PublishedEventView(Struct, frozen=True):
    """An event whose builder is held against its schema."""

    builder: str
    schema: str
    """The path below the contracts."""


class ContractView(Struct, frozen=True):
    openapi_imports: str
    proto_imports: str
    proto: str
    """The statement that names the file below the contracts."""
    methods: str
    """The statement that takes the service of the contract."""
    proto_service: str
    events_imports: str
    events: tuple[PublishedEventView, ...]


def contract_view(contracts: ServiceContracts, builders: Builders) -> ContractView:
    topology, service = contracts.topology, contracts.service
    events = [topology.event(reference) for reference in dict.fromkeys(service.publishes)]
    return ContractView(
        openapi_imports=_openapi_imports(contracts),
        proto_imports=_proto_imports(contracts),
        proto=_constant("PROTO", proto_path(topology, service)),
        methods=_methods(_service_name(contracts)),
        proto_service=_service_name(contracts),
        events_imports=_events_imports(contracts, builders, events),
        events=tuple(PublishedEventView(builders.event(event), event_schema_path(event)) for event in events),
    )


def _constant(name: str, text: str) -> str:
    """In brackets where only these make it fit; a text that is too long for them too stands without."""
    literal = f'"{text}"'
    in_brackets = f"{name} = (\n    {literal}\n)"
    is_too_long = len(f"{name} = {literal}") > LINE_LENGTH >= len(f"    {literal}")
    return in_brackets if is_too_long else f"{name} = {literal}"


def _methods(service: str) -> str:
    return subscript("service = ", "pb.DESCRIPTOR.services_by_name", (f'"{service}"',), indent=4)


def _service_name(contracts: ServiceContracts) -> str:
    return grpc_service_name(contracts.topology, contracts.service).rpartition(".")[2]


def _openapi_imports(contracts: ServiceContracts) -> str:
    annotator = outside(contracts, "tests.contract")
    annotator.imports.add("json")
    annotator.imports.add("yaml")
    annotator.imports.add("pathlib", "Path")
    annotator.imports.add("typing", "cast")
    annotator.take("adapters.http._gen.app", "create_app")
    annotator.take("app.ports", "UseCases")
    annotator.take("platform.health", "Health")
    annotator.take("platform.metrics", "MetricsRegistry")
    annotator.take("platform.telemetry", "Telemetry")
    annotator.take("platform.trace", "Sampler")
    return annotator.imports.block()


def _proto_imports(contracts: ServiceContracts) -> str:
    annotator = outside(contracts, "tests.contract")
    annotator.imports.add("re")
    annotator.imports.add("collections.abc", "Iterator")
    annotator.imports.add("pathlib", "Path")
    annotator.imports.add("google.protobuf.descriptor", "FileDescriptor")
    annotator.take("adapters.grpc._gen.pb", f"{stub_module(contracts.topology, contracts.service)} as pb")
    annotator.take("adapters.grpc._gen.servicer", _service_name(contracts))
    return annotator.imports.block()


def _events_imports(contracts: ServiceContracts, builders: Builders, events: list[Event]) -> str:
    annotator = outside(contracts, "tests.contract")
    annotator.imports.add("json")
    annotator.imports.add("pytest")
    annotator.imports.add("collections.abc", "Callable", "Mapping")
    annotator.imports.add("typing", "Any")
    annotator.imports.add("pathlib", "Path")
    annotator.imports.add("jsonschema", "Draft202012Validator")
    annotator.imports.add(BUILDERS, *(builders.event(event) for event in events))
    annotator.take("adapters.events._gen.envelope", "Envelope")
    annotator.take("domain._gen.event", "Event")
    return annotator.imports.block()
