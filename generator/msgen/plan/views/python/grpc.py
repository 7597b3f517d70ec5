"""The view of the blueprint `python-grpc`: the servicer of a service."""

from __future__ import annotations

from msgspec import Struct

from msgen.contracts.protobuf import full_method, message_name, proto_package, proto_path, service_name
from msgen.design.python_names import module_name
from msgen.plan.views.python.annotations import Annotator
from msgen.plan.views.python.call_requests import key_header
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import argument_line, class_head, returned, statement, subscript
from msgen.plan.views.python.messages import input_name
from msgen.plan.views.python.port_names import APP_MODULES
from msgen.topology.model import Operation, Service, Topology


class RpcView(Struct, frozen=True):
    name: str
    use_case: str
    input: str
    context: str
    """The typed parameter of the context."""
    asked: str
    """The statement that reads the message."""
    asks: str
    """The statement that calls the use case."""
    answers: str
    """The statement that writes the answer."""
    response: str
    """What follows the parameters."""
    header: str
    """The metadata key that holds the idempotency key; empty without one."""
    seconds: str
    full_name: str


class GrpcView(Struct, frozen=True):
    package: str
    service_name: str
    """`OrderingService`."""
    full_name: str
    """`bistro.ordering.v1.OrderingService`."""
    stub: str
    """The module of the messages: `ordering_pb2`."""
    imports: str
    server_imports: str
    served: str
    """The argument that names the service to reflection and health."""
    head: str
    """The first line of the servicer."""
    rpcs: tuple[RpcView, ...]


def grpc_view(contracts: ServiceContracts) -> GrpcView:
    service = contracts.service
    full_name, name = grpc_service_name(contracts.topology, service), service_name(service)
    rpcs = tuple(
        RpcView(
            name=message_name(operation.name),
            use_case=module_name(operation.name, APP_MODULES),
            input=input_name(operation),
            context=_context(message_name(operation.name)),
            asked=_asked(operation),
            asks=statement(
                "output = await ",
                Call(f"self._use_cases.{module_name(operation.name, APP_MODULES)}", ("asked",)),
            ),
            answers=statement("return ", Call("to_message", ("output", f"pb.{message_name(operation.name)}Response"))),
            response=returned(f"pb.{message_name(operation.name)}Response", indent=4),
            header=key_header(operation).lower(),
            seconds=str(operation.timeout.total_seconds()),
            full_name=full_method(contracts.topology, service, operation.name),
        )
        for operation in service.operations
    )
    return GrpcView(
        package=contracts.package,
        service_name=name,
        full_name=full_name,
        stub=stub_module(contracts.topology, service),
        imports=_imports(contracts, rpcs),
        server_imports=_server_imports(contracts),
        served=argument_line(f'services=["{full_name}"]', 8),
        head=class_head(name, f"pb_grpc.{name}Servicer"),
        rpcs=rpcs,
    )


def grpc_service_name(topology: Topology, service: Service) -> str:
    """The full name of a gRPC service: `<system>.<service>.v<N>.<Service>Service`."""
    return f"{proto_package(topology, service)}.{service_name(service)}"


def stub_module(topology: Topology, service: Service) -> str:
    """The module that protoc makes of the service's proto file: `ordering_pb2`."""
    return f"{proto_path(topology, service).rpartition('/')[2].removesuffix('.proto')}_pb2"


def _imports(contracts: ServiceContracts, rpcs: tuple[RpcView, ...]) -> str:
    imports = Imports()
    annotator = Annotator("adapters.grpc._gen.servicer", imports)
    stub = stub_module(contracts.topology, contracts.service)
    imports.add("grpc", "aio")
    imports.add(".pb", f"{stub} as pb", f"{stub}_grpc as pb_grpc")
    annotator.take("app.messages", *(rpc.input for rpc in rpcs))
    annotator.take("app.ports", "UseCases")
    annotator.take("platform.protobuf", "from_message", "to_message")
    if any(rpc.header for rpc in rpcs):
        annotator.take("platform.grpc_metadata", "metadata_value")
    return imports.block()


def _asked(operation: Operation) -> str:
    read = Call("from_message", ("request", input_name(operation)))
    header = key_header(operation).lower()
    suffix = f'.keyed(metadata_value(context, "{header}"))' if header else ""
    return statement("asked = ", read, suffix)


def _server_imports(contracts: ServiceContracts) -> str:
    imports = Imports()
    annotator = Annotator("adapters.grpc._gen.server", imports)
    name = service_name(contracts.service)
    annotator.take("app.ports", "UseCases")
    annotator.take("platform.grpc", "GrpcServer", "build_server")
    annotator.take("platform.health", "Health")
    annotator.take("platform.metrics", "MetricsRegistry")
    annotator.take("platform.telemetry", "Telemetry")
    imports.add(f".pb.{stub_module(contracts.topology, contracts.service)}_grpc", f"add_{name}Servicer_to_server")
    imports.add(".servicer", name)
    return imports.block()


def _context(operation: str) -> str:
    parts = (f"pb.{operation}Request", f"pb.{operation}Response")
    return subscript("context: ", "aio.ServicerContext", parts, ",", indent=8)
