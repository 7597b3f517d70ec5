"""The gRPC side of a service, from its .proto files alone: no generated module of anybody is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor, ServiceDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.json_format import ParseDict
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from grpc_tools import protoc
from rest_contract import RestContract, UnsuitableContractError
from values import Violation

_SECONDS = re.compile(r"PT(\d+)S")


@dataclass(frozen=True)
class RpcResource:
    """The five methods of an aggregate, and what creates one."""

    create: MethodDescriptor
    get: MethodDescriptor
    list: MethodDescriptor
    update: MethodDescriptor
    delete: MethodDescriptor
    rest: RestContract | None
    """Where the bounds stand: a .proto file cannot say them."""


@dataclass(frozen=True)
class GrpcContract:
    """The services of a folder of .proto files."""

    files: tuple[FileDescriptorProto, ...]
    """The files of the folder itself, without what they import."""
    services: tuple[ServiceDescriptor, ...]
    rest: RestContract | None

    @classmethod
    def of(cls, contracts: Path, scratch: Path) -> Self:
        """Compile `contracts/proto`; the scratch folder takes what the compiler writes."""
        root = contracts / "proto"
        names = sorted(str(path.relative_to(root)) for path in root.rglob("*.proto"))
        compiled = _compiled(root, names, scratch / "contract.binpb")
        pool = DescriptorPool()
        for file in compiled.file:
            pool.Add(file)
        own = tuple(file for file in compiled.file if file.name in names)
        services = tuple(_services(pool, own))
        openapi = contracts / "openapi.yaml"
        return cls(own, services, RestContract.of(openapi) if openapi.exists() else None)

    def resource(self) -> RpcResource:
        """The first aggregate that can be created, found, listed, updated and deleted."""
        for service in self.services:
            for method in service.methods:
                if method.name.startswith("Create"):
                    found = _resource(service, method, self.rest)
                    if found is not None:
                        return found
        raise UnsuitableContractError("no service has Create, Get, List, Update and Delete of one aggregate")


def wire_path(method: MethodDescriptor) -> str:
    """`/shop.orders.v1.OrdersService/CreateOrder`."""
    return f"/{method.containing_service.full_name}/{method.name}"


def message_of(descriptor: Descriptor, content: Mapping[str, Any]) -> Message:
    """A message from what the JSON API would take, spelled differently where protobuf does."""
    message: Message = GetMessageClass(descriptor)()
    ParseDict(_spelled(descriptor, content), message)
    return message


def shown(message: Message) -> dict[str, str]:
    """The fields as text, so that messages of two kinds can be compared."""
    return {field.name: repr(value) for field, value in message.ListFields()}


def sayable(violation: Violation, descriptor: Descriptor) -> bool:
    """Whether a message of the kind can carry the violation at all: most wrong types cannot be written."""
    if violation.rule in {"type", "enum"} or not violation.path:
        return False
    field = descriptor.fields_by_name[str(violation.path[0])]
    if violation.rule == "required":
        return len(violation.path) == 1 and _absence_shows(field)
    return bool(field.type != FieldDescriptor.TYPE_BYTES)


def _absence_shows(field: FieldDescriptor) -> bool:
    """An absent string is an empty one, but an absent message or enum value is none."""
    if field.is_repeated:
        return False
    return field.message_type is not None or (field.enum_type is not None and not field.has_presence)


def _compiled(root: Path, names: list[str], output: Path) -> FileDescriptorSet:
    included = files("grpc_tools") / "_proto"
    arguments = [f"--proto_path={root}", f"--proto_path={included}", "--include_imports", "--include_source_info"]
    code = protoc.main(["protoc", *arguments, f"--descriptor_set_out={output}", *names])
    assert code == 0, f"protoc cannot read the contracts in {root}"
    return FileDescriptorSet.FromString(output.read_bytes())


def _services(pool: DescriptorPool, own: tuple[FileDescriptorProto, ...]) -> Iterator[ServiceDescriptor]:
    for file in own:
        for service in file.service:
            yield pool.FindServiceByName(f"{file.package}.{service.name}" if file.package else service.name)


def _resource(service: ServiceDescriptor, create: MethodDescriptor, rest: RestContract | None) -> RpcResource | None:
    aggregate = create.name.removeprefix("Create")
    methods = service.methods_by_name
    lists = [method for method in service.methods if method.name.startswith("List") and _lists(method, aggregate)]
    others = [methods.get(f"{verb}{aggregate}") for verb in ("Get", "Update", "Delete")]
    if not lists or None in others:
        return None
    get, update, delete = others
    assert get is not None
    assert update is not None
    assert delete is not None
    return RpcResource(create, get, lists[0], update, delete, rest)


def _lists(method: MethodDescriptor, aggregate: str) -> bool:
    items = method.output_type.fields_by_name.get("items")
    return items is not None and items.message_type is not None and items.message_type.name == aggregate


def _spelled(descriptor: Descriptor, content: Mapping[str, Any]) -> dict[str, Any]:
    fields = descriptor.fields_by_name
    return {name: _value(fields[name], value) for name, value in content.items() if name in fields}


def _value(field: FieldDescriptor, value: Any) -> Any:
    if field.is_repeated and isinstance(value, list):
        return [_single(field, item) for item in value]
    return _single(field, value)


def _single(field: FieldDescriptor, value: Any) -> Any:
    """Enums carry a prefix, durations are seconds; the rest is written the same."""
    if field.enum_type is not None and isinstance(value, str):
        return f"{field.enum_type.values[0].name.removesuffix('UNSPECIFIED')}{re.sub('[^A-Z0-9]+', '_', value.upper())}"
    message = field.message_type
    if message is None or message.GetOptions().map_entry:
        return value
    if message.full_name == "google.protobuf.Duration":
        return _SECONDS.sub(r"\1s", str(value))
    return _spelled(message, value) if message.file.package != "google.protobuf" else value
