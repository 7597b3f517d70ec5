"""Parts of the views from which charts are made."""

from __future__ import annotations

from msgspec import Struct

from msgen.plan.views.cluster.autoscaling import Replicas


class Port(Struct, frozen=True):
    name: str
    number: int


class Variable(Struct, frozen=True):
    name: str
    value: str
    """As YAML; an empty text where the environment has to say it."""


class SecretVariable(Struct, frozen=True):
    name: str
    secret: str
    key: str


class Caller(Struct, frozen=True):
    name: str
    namespace: str
    """Empty where it is that of the service."""
    port: str
    """The name of the port that it uses."""


class Route(Struct, frozen=True):
    """One operation that one caller may ask for."""

    caller: str
    operation: str
    method: str
    path: str
    timeout: str
    per_try_timeout: str
    backoff: str
    retries: int
    retry_owner: str


class Dependency(Struct, frozen=True):
    name: str
    namespace: str
    """Empty where it is that of the service."""
    variable: str
    protocol: str
    port: int


class ExternalDependency(Struct, frozen=True):
    name: str
    variable: str
    """Empty where the address stands in code."""
    url: str
    """As YAML; an empty text where the environment has to say it."""


class EnvironmentValues(Struct, frozen=True):
    name: str
    replicas: Replicas
    mesh: str
    """`istio`, or `none` where the environment has no mesh that this chart serves."""
    authorization: str
    mesh_retries: int


class ResourceAmounts(Struct, frozen=True):
    requests: tuple[Variable, ...]
    limits: tuple[Variable, ...]
