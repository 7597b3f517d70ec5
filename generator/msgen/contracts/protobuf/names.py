"""Names in proto files, as `buf lint` wants them."""

from __future__ import annotations

import re

from msgen.design.naming import pascal_case
from msgen.topology.model import Service, Topology

_MONEY = "Money"
_OTHER = re.compile(r"[^A-Z0-9]+")
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def proto_package(topology: Topology, service: Service) -> str:
    """`<system>.<service>.v<N>`, without the last part where the API has no version."""
    parts = (_identifier(topology.name), _identifier(service.name), service.api_version)
    return ".".join(part for part in parts if part)


def proto_path(topology: Topology, service: Service) -> str:
    """The path of the proto file below the folder of the contracts."""
    return f"proto/{proto_descriptor_name(topology, service)}"


def proto_descriptor_name(topology: Topology, service: Service) -> str:
    """The path by which other proto files import it, and the name in its descriptor."""
    folders = proto_package(topology, service).replace(".", "/")
    return f"{folders}/{_identifier(service.name)}.proto"


def service_name(service: Service) -> str:
    return f"{pascal_case(service.name)}Service"


def full_method(topology: Topology, service: Service, operation: str) -> str:
    """The name of a method on the wire: `/shop.orders.v1.OrdersService/PlaceOrder`."""
    return f"/{proto_package(topology, service)}.{service_name(service)}/{message_name(operation)}"


def message_name(name: str) -> str:
    """The name of the spec without underscores.

    >>> message_name("OrderLine"), message_name("Order_line"), message_name("SKUInfo")
    ('OrderLine', 'OrderLine', 'SKUInfo')
    """
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def type_name(name: str) -> str:
    """As `message_name`; a type called `Money` gives way to the message of the scalar `money`."""
    shown = message_name(name)
    return f"{shown}Type" if shown == _MONEY else shown


def field_name(name: str) -> str:
    """The name of the spec without underscores at its ends or next to each other."""
    return "_".join(part for part in name.split("_") if part) or "field"


def enum_value_name(enum: str, value: str) -> str:
    """`<ENUM>_<VALUE>`; the zero value is `<ENUM>_UNSPECIFIED`.

    >>> enum_value_name("OrderStatus", "in-progress"), enum_value_name("OrderStatus", "unspecified")
    ('ORDER_STATUS_IN_PROGRESS', 'ORDER_STATUS_UNSPECIFIED_VALUE')
    """
    suffix = _OTHER.sub("_", value.upper()).strip("_") or "EMPTY"
    suffix = "UNSPECIFIED_VALUE" if suffix == "UNSPECIFIED" else suffix
    return f"{_upper_snake(enum)}_{suffix}"


def unspecified_name(enum: str) -> str:
    return f"{_upper_snake(enum)}_UNSPECIFIED"


def _upper_snake(name: str) -> str:
    return "_".join(_WORD_START.split(name)).upper()


def _identifier(name: str) -> str:
    return name.replace("-", "_")
