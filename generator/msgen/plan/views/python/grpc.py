"""The view of the blueprint `python-grpc`: the servicer of a service."""

from __future__ import annotations

from dataclasses import dataclass

from msgen.contracts.protobuf import proto_path
from msgen.design.naming import pascal_case
from msgen.design.python_names import module_name
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.messages import input_name
from msgen.plan.views.python.port_names import APP_MODULES
from msgen.topology.model import Service, Topology


@dataclass(frozen=True, slots=True)
class RpcView:
    name: str
    use_case: str
    input: str
    header: str
    """The metadata key that holds the idempotency key; empty without one."""
    seconds: str
    full_name: str


@dataclass(frozen=True, slots=True)
class GrpcView:
    package: str
    service_name: str
    """`OrderingService`."""
    full_name: str
    """`bistro.ordering.v1.OrderingService`."""
    stub: str
    """The module of the messages: `ordering_pb2`."""
    inputs: tuple[str, ...]
    rpcs: tuple[RpcView, ...]


def grpc_view(contracts: ServiceContracts) -> GrpcView:
    service = contracts.service
    full_name = grpc_service_name(contracts.topology, service)
    rpcs = tuple(
        RpcView(
            name=operation.name,
            use_case=module_name(operation.name, APP_MODULES),
            input=input_name(operation),
            header=_header(operation.idempotency_key),
            seconds=str(operation.timeout.total_seconds()),
            full_name=f"/{full_name}/{operation.name}",
        )
        for operation in service.operations
    )
    return GrpcView(
        package=contracts.package,
        service_name=full_name.rpartition(".")[2],
        full_name=full_name,
        stub=stub_module(contracts.topology, service),
        inputs=tuple(sorted(rpc.input for rpc in rpcs)),
        rpcs=rpcs,
    )


def grpc_service_name(topology: Topology, service: Service) -> str:
    """The full name of a gRPC service: `<system>.<service>.v<N>.<Service>Service`."""
    parts = [topology.name.replace("-", "_"), service.name.replace("-", "_")]
    if service.api_version is not None:
        parts.append(service.api_version)
    return ".".join([*parts, f"{pascal_case(service.name)}Service"])


def stub_module(topology: Topology, service: Service) -> str:
    """The module that protoc makes of the service's proto file: `ordering_pb2`."""
    return f"{proto_path(topology, service).rpartition('/')[2].removesuffix('.proto')}_pb2"


def _header(key: str | None) -> str:
    return key.lower() if key is not None and key[:1].isupper() else ""
