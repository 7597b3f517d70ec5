"""Proto files of services that speak gRPC."""

from __future__ import annotations

from msgen.contracts.numbers import Numbers
from msgen.contracts.protobuf.build import proto_shape
from msgen.contracts.protobuf.names import (
    enum_value_name,
    field_name,
    full_method,
    message_name,
    proto_descriptor_name,
    proto_package,
    proto_path,
    service_name,
    type_name,
    unspecified_name,
)
from msgen.contracts.protobuf.shape import ProtoEnum, ProtoField, ProtoMessage, ProtoMethod, ProtoShape
from msgen.contracts.protobuf.text import proto_text
from msgen.topology.model import Service, Topology

__all__ = [
    "ProtoEnum",
    "ProtoField",
    "ProtoMessage",
    "ProtoMethod",
    "ProtoShape",
    "enum_value_name",
    "field_name",
    "full_method",
    "message_name",
    "proto_descriptor_name",
    "proto_file",
    "proto_package",
    "proto_path",
    "proto_shape",
    "service_name",
    "type_name",
    "unspecified_name",
]


def proto_file(topology: Topology, service: Service, numbers: Numbers) -> str:
    """The text of a service's proto file; `numbers` holds a number for each of its fields (`allocate`)."""
    return proto_text(proto_shape(topology, service), service.name, numbers)
