"""Names and ports that the parts of a system have in a cluster."""

from __future__ import annotations

from msgen.contracts.protobuf import full_method
from msgen.topology.model import Operation, Protocol, Service, Topology

PORTS: dict[Protocol, tuple[str, int]] = {"rest": ("http", 8080), "grpc": ("grpc", 9090)}
"""Name and number of the port of each protocol."""
METRICS_PORT = ("metrics", 9464)

BROKER_PORTS = {"nats": 4222, "kafka": 9092, "rabbitmq": 5672}
STORE_PORTS = {"postgres": 5432, "mysql": 3306, "mongodb": 27017, "redis": 6379, "cassandra": 9042}
"""Port of each store that is reached over the network."""

_BROKER_SCHEMES = {"nats": "nats", "kafka": "kafka", "rabbitmq": "amqp"}


def namespace(topology: Topology, service: str) -> str:
    """The namespace of a service; empty where all services share the one they are installed into."""
    return "" if topology.platform.namespaces == "system" else topology.service(service).context


def foreign_namespace(topology: Topology, service: str, other: str) -> str:
    """The namespace of `other`; empty where it is that of `service`."""
    found = namespace(topology, other)
    return "" if found == namespace(topology, service) else found


def platform_namespace(topology: Topology) -> str:
    """Where broker and collector run; empty where all share the namespace of the services."""
    return "" if topology.platform.namespaces == "system" else topology.name


def broker_host(topology: Topology) -> str:
    place = platform_namespace(topology)
    return f"{topology.platform.broker}.{place}" if place else topology.platform.broker


def broker_url(topology: Topology) -> str:
    broker = topology.platform.broker
    return f"{_BROKER_SCHEMES[broker]}://{broker_host(topology)}:{BROKER_PORTS[broker]}"


def called_protocol(service: Service) -> Protocol:
    """The protocol that other services use: gRPC where there are both."""
    return "grpc" if service.speaks("grpc") else "rest"


def request_method(service: Service, operation: Operation) -> str:
    """The HTTP method with which another service asks for the operation."""
    return "POST" if called_protocol(service) == "grpc" else operation.method


def request_path(topology: Topology, service: Service, operation: Operation) -> str:
    """The HTTP path under which another service asks for the operation, parameters in braces."""
    if called_protocol(service) == "rest":
        return service.base_path.rstrip("/") + operation.path
    return full_method(topology, service, operation.name)
