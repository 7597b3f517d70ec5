"""The fields of a service's settings: the addresses of its dependencies, its configuration and its secrets."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from msgen.design.python_names import field_name
from msgen.design.types import Field, Scalar
from msgen.plan.views.python.annotations import text_literal
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.layout import annotated
from msgen.topology.addresses import external_variable, url_variable
from msgen.topology.model import Service

_OWN = frozenset(
    {
        "broker_url", "database_pool", "database_url", "drain_seconds", "grace_seconds", "grpc_port", "host",
        "http_port", "log_level", "max_in_flight", "metrics_port", "relay",
    }
)  # fmt: skip
"""What every service has in its settings."""
REQUIRED = "..."
"""The default of what has to be set."""
_KINDS = {"int": "int", "float": "float", "bool": "bool"}


class DependencyView(Struct, frozen=True):
    """A dependency in the settings: the variable that holds its address."""

    setting: str
    variable: str
    default: str
    name: str


class ConfigView(Struct, frozen=True):
    """A configuration key of the service's own code, or a secret."""

    setting: str
    variable: str
    annotation: str
    default: str

    @property
    def head(self) -> str:
        return annotated(f"{self.setting}: ", self.annotation, " = Field(", indent=4)


def dependency_setting(attribute: str) -> str:
    """The field that holds the address of a dependency, by its attribute in `Ports`."""
    return f"{attribute}_url" if f"{attribute}_url" not in _OWN else f"{attribute}_service_url"


def dependencies(contracts: ServiceContracts) -> Iterator[DependencyView]:
    topology = contracts.topology
    for name, attribute in contracts.ports.clients.items():
        external = topology.externals.get(name)
        if external is not None:
            variable, default = external_variable(external), external.url or "http://127.0.0.1:8080"
        else:
            scheme, port = ("grpc", 9090) if topology.service(name).speaks("grpc") else ("http", 8080)
            variable, default = url_variable(name), f"{scheme}://{name}:{port}"
        yield DependencyView(dependency_setting(attribute), variable, text_literal(default), name)


def configuration(contracts: ServiceContracts) -> Iterator[ConfigView]:
    """Own configuration keys, then secrets."""
    taken = _OWN | {item.setting for item in dependencies(contracts)}
    for field in contracts.service.config:
        annotation, default = _typed(field)
        yield ConfigView(_setting(field.name, taken), field.name, annotation, default)
    for name in contracts.service.secrets:
        yield ConfigView(_setting(name, taken), name, "SecretStr", 'SecretStr("")')


def settings_imports(service: Service) -> str:
    """What the settings need of pydantic, separated by commas."""
    names = ["Field"] if any(True for _ in service.calls()) or service.config or service.secrets else []
    return ", ".join([*names, "SecretStr"] if service.secrets else names)


def _setting(key: str, taken: frozenset[str]) -> str:
    name = field_name(key.lower())
    return f"{name}_" if name in taken else name


def _typed(field: Field) -> tuple[str, str]:
    """The annotation and the default of a configuration key."""
    kind = _KINDS.get(field.type.kind, "str") if isinstance(field.type, Scalar) else "str"
    annotation = f"{kind} | None" if field.type.optional else kind
    if field.default is None:
        return annotation, "None" if field.type.optional else REQUIRED
    if kind == "bool":
        return annotation, "True" if field.default.lower() == "true" else "False"
    return annotation, field.default if kind in ("int", "float") else text_literal(field.default)
