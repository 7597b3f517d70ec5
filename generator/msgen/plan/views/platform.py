"""What the umbrella chart, the root policies of the mesh and the collector are made from."""

from __future__ import annotations

from msgspec import Struct

from msgen.plan.views.cluster.edges import edges, externals
from msgen.plan.views.cluster.names import namespace
from msgen.plan.views.cluster.parts import EnvironmentValues
from msgen.plan.views.cluster.quantities import quoted
from msgen.plan.views.helm_service import environment_mesh, environment_values
from msgen.topology.model import Environment, Service, Topology

_CHARTS = {"mono-repo": "../../services", "multi-repo": "../../.."}
"""The folder of the services, seen from the umbrella chart."""


class Subchart(Struct, frozen=True):
    name: str
    repository: str
    """The folder of its chart, seen from the umbrella chart."""
    namespace: str
    """Empty where it is that of the release."""


class SubchartValues(Struct, frozen=True):
    name: str
    values: EnvironmentValues
    has_routes: bool
    """The mesh routes requests to it, or from it to an external system."""
    sheds_pods: bool
    """Its callers' proxies leave out pods that fail."""


class PlatformEnvironment(Struct, frozen=True):
    name: str
    mesh: str
    """`istio`, or `none` where the environment has no mesh that this chart serves."""
    mtls: str
    """The mode of PeerAuthentication."""
    authorization: str
    subcharts: tuple[SubchartValues, ...]


class PlatformView(Struct, frozen=True):
    name: str
    system: str
    description: str
    subcharts: tuple[Subchart, ...]
    namespaces: tuple[str, ...]
    """The namespaces of the services; empty where all share the one of the release."""
    environments: tuple[PlatformEnvironment, ...]
    is_exposed: bool
    """At least one service is reached from outside."""
    has_mesh: bool
    needs_keda: bool


def platform_view(topology: Topology) -> PlatformView:
    services = tuple(topology.services[name] for name in sorted(topology.services))
    environments = tuple(_environment(topology, services, each) for each in topology.environments.values())
    return PlatformView(
        name=f"{topology.name}-platform",
        system=topology.name,
        description=quoted(topology.description or f"Every service of {topology.name}, its mesh and its telemetry"),
        subcharts=tuple(_subchart(topology, service) for service in services),
        namespaces=tuple(sorted({namespace(topology, service.name) for service in services} - {""})),
        environments=environments,
        is_exposed=any(service.exposure != "internal" for service in services),
        has_mesh=_has_mesh(topology),
        needs_keda=any(service.scaling.metric != "cpu" for service in services),
    )


def _subchart(topology: Topology, service: Service) -> Subchart:
    folder = _CHARTS[topology.platform.layout]
    return Subchart(
        name=service.name,
        repository=f"file://{folder}/{service.name}/deploy/helm",
        namespace=namespace(topology, service.name),
    )


def _environment(topology: Topology, services: tuple[Service, ...], environment: Environment) -> PlatformEnvironment:
    return PlatformEnvironment(
        name=environment.name,
        mesh=environment_mesh(environment),
        mtls=environment.mesh.mtls.upper(),
        authorization=environment.mesh.authorization,
        subcharts=tuple(_subchart_values(topology, service, environment) for service in services),
    )


def _subchart_values(topology: Topology, service: Service, environment: Environment) -> SubchartValues:
    is_called = _has_mesh(topology) and any(edge.callee == service.name for edge in edges(topology))
    calls_out = _has_mesh(topology) and any(each.egress for each in externals(topology, service.name))
    return SubchartValues(
        name=service.name,
        values=environment_values(service, environment),
        has_routes=is_called or calls_out,
        sheds_pods=is_called,
    )


def _has_mesh(topology: Topology) -> bool:
    return any(environment_mesh(each) == "istio" for each in topology.environments.values())
