"""What the umbrella chart, the root policies of the mesh and the collector are made from."""

from __future__ import annotations

from dataclasses import dataclass

from msgen.plan.views.cluster.edges import edges
from msgen.plan.views.cluster.names import namespace
from msgen.plan.views.cluster.parts import EnvironmentValues
from msgen.plan.views.helm_service import environment_values
from msgen.topology.model import Environment, Service, Topology

_CHARTS = {"mono-repo": "../../services", "multi-repo": "../../.."}
"""The folder of the services, seen from the umbrella chart."""


@dataclass(frozen=True, slots=True)
class Subchart:
    name: str
    repository: str
    """The folder of its chart, seen from the umbrella chart."""
    namespace: str
    """Empty where it is that of the release."""


@dataclass(frozen=True, slots=True)
class SubchartValues:
    name: str
    values: EnvironmentValues
    sheds_pods: bool
    """Its callers' proxies leave out pods that fail."""


@dataclass(frozen=True, slots=True)
class PlatformEnvironment:
    name: str
    mesh: str
    """`istio`, or `none` where the environment has no mesh that this chart serves."""
    mtls: str
    """The mode of PeerAuthentication."""
    authorization: str
    subcharts: tuple[SubchartValues, ...]


@dataclass(frozen=True, slots=True)
class PlatformView:
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
    has_mesh = any(each.mesh.kind == "istio" for each in topology.environments.values())
    called = frozenset(edge.callee for edge in edges(topology)) if has_mesh else frozenset()
    environments = tuple(_environment(services, called, each) for each in topology.environments.values())
    return PlatformView(
        name=f"{topology.name}-platform",
        system=topology.name,
        description=topology.description or f"Every service of {topology.name}, its mesh and its telemetry",
        subcharts=tuple(_subchart(topology, service) for service in services),
        namespaces=tuple(sorted({namespace(topology, service.name) for service in services} - {""})),
        environments=environments,
        is_exposed=any(service.exposure != "internal" for service in services),
        has_mesh=has_mesh,
        needs_keda=any(service.scaling.metric != "cpu" for service in services),
    )


def _subchart(topology: Topology, service: Service) -> Subchart:
    folder = _CHARTS[topology.platform.layout]
    return Subchart(
        name=service.name,
        repository=f"file://{folder}/{service.name}/deploy/helm",
        namespace=namespace(topology, service.name),
    )


def _environment(
    services: tuple[Service, ...], called: frozenset[str], environment: Environment
) -> PlatformEnvironment:
    return PlatformEnvironment(
        name=environment.name,
        mesh="istio" if environment.mesh.kind == "istio" else "none",
        mtls=environment.mesh.mtls.upper(),
        authorization=environment.mesh.authorization,
        subcharts=tuple(
            SubchartValues(service.name, environment_values(service, environment), service.name in called)
            for service in services
        ),
    )
