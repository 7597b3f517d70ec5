"""The text of `<name>_pb2_grpc.pyi`: protoc writes no types for the clients and servicers of gRPC."""

from __future__ import annotations

from collections.abc import Iterator

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
    MethodDescriptorProto,
    ServiceDescriptorProto,
)


def typed_grpc(name: str, descriptors: FileDescriptorSet, local: set[str]) -> str:
    """Types for `grpc.aio`; `local` are the modules that lie beside this one."""
    file = next(file for file in descriptors.file if file.name == name)
    if not file.service:
        return ""
    types = {message: where for each in descriptors.file for message, where in _messages(each)}
    used = sorted({types[each][0] for service in file.service for each in _message_names(service)})
    lines = [*_imports(file, used, local), ""]
    for service in file.service:
        lines += ["", *_stub(service, types), "", *_servicer(service, types), "", *_registration(service)]
    return "\n".join(lines).rstrip("\n") + "\n"


def flat_module(module: str) -> str:
    return module.rpartition(".")[2]


_Types = dict[str, tuple[str, str]]
"""Full name of a message, with a leading dot, to its module and its name in there."""


def _messages(file: FileDescriptorProto) -> Iterator[tuple[str, tuple[str, str]]]:
    module = file.name.removesuffix(".proto").replace("-", "_").replace("/", ".") + "_pb2"
    prefix = f".{file.package}." if file.package else "."
    for message in file.message_type:
        for path in _nested(message):
            yield prefix + path, (module, path)


def _nested(message: DescriptorProto) -> Iterator[str]:
    yield message.name
    for inner in message.nested_type:
        for path in _nested(inner):
            yield f"{message.name}.{path}"


def _message_names(service: ServiceDescriptorProto) -> Iterator[str]:
    for method in service.method:
        yield method.input_type
        yield method.output_type


def _imports(file: FileDescriptorProto, modules: list[str], local: set[str]) -> Iterator[str]:
    if any(method.client_streaming or method.server_streaming for each in file.service for method in each.method):
        yield "from collections.abc import AsyncIterator"
        yield ""
    foreign = [module for module in modules if module not in local]
    yield "import grpc.aio"
    for module in foreign:
        package, _, short = module.rpartition(".")
        yield f"from {package} import {short}" if package else f"import {short}"
    yield ""
    for module in modules:
        if module in local:
            yield f"from . import {flat_module(module)}"


def _stub(service: ServiceDescriptorProto, types: _Types) -> Iterator[str]:
    yield f"class {service.name}Stub:"
    yield "    def __init__(self, channel: grpc.aio.Channel) -> None: ..."
    for method in service.method:
        arity = f"{_side(method.client_streaming)}{_side(method.server_streaming)}"
        messages = f"{_type(method.input_type, types)}, {_type(method.output_type, types)}"
        yield f"    {method.name}: grpc.aio.{arity}MultiCallable[{messages}]"


def _servicer(service: ServiceDescriptorProto, types: _Types) -> Iterator[str]:
    yield f"class {service.name}Servicer:"
    for method in service.method:
        yield from _method(method, types)
    if not service.method:
        yield "    ..."


def _method(method: MethodDescriptorProto, types: _Types) -> Iterator[str]:
    request, answer = _type(method.input_type, types), _type(method.output_type, types)
    keyword = "def" if method.server_streaming else "async def"
    result = f"AsyncIterator[{answer}]" if method.server_streaming else answer
    yield f"    {keyword} {method.name}("
    yield "        self,"
    if method.client_streaming:
        yield f"        request_iterator: AsyncIterator[{request}],"
    else:
        yield f"        request: {request},"
    yield f"        context: grpc.aio.ServicerContext[{request}, {answer}],"
    yield f"    ) -> {result}: ..."


def _registration(service: ServiceDescriptorProto) -> Iterator[str]:
    yield f"def add_{service.name}Servicer_to_server("
    yield f"    servicer: {service.name}Servicer,"
    yield "    server: grpc.aio.Server,"
    yield ") -> None: ..."


def _side(streaming: bool) -> str:
    return "Stream" if streaming else "Unary"


def _type(name: str, types: _Types) -> str:
    module, path = types[name]
    return f"{flat_module(module)}.{path}"
