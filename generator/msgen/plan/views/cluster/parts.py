"""Parts of the views from which charts are made."""

from __future__ import annotations

from dataclasses import dataclass

from msgen.plan.views.cluster.autoscaling import Replicas


@dataclass(frozen=True, slots=True)
class Port:
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    value: str
    """As YAML; an empty text where the environment has to say it."""


@dataclass(frozen=True, slots=True)
class SecretVariable:
    name: str
    secret: str
    key: str


@dataclass(frozen=True, slots=True)
class Caller:
    name: str
    namespace: str
    """Empty where it is that of the service."""
    port: str
    """The name of the port that it uses."""


@dataclass(frozen=True, slots=True)
class Route:
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


@dataclass(frozen=True, slots=True)
class Dependency:
    name: str
    namespace: str
    """Empty where it is that of the service."""
    variable: str
    protocol: str
    port: int


@dataclass(frozen=True, slots=True)
class ExternalDependency:
    name: str
    variable: str
    """Empty where the address stands in code."""
    url: str
    """As YAML; an empty text where the environment has to say it."""


@dataclass(frozen=True, slots=True)
class EnvironmentValues:
    name: str
    replicas: Replicas
    mesh: str
    """`istio`, or `none` where the environment has no mesh that this chart serves."""
    authorization: str
    mesh_retries: int


@dataclass(frozen=True, slots=True)
class ResourceAmounts:
    requests: tuple[Variable, ...]
    limits: tuple[Variable, ...]
