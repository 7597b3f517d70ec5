"""What the chart, the mesh resources and the image of one service are made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from msgspec import Struct

from msgen.design.python_names import python_package
from msgen.plan.views.cluster.autoscaling import Replicas, Trigger, replicas, triggers
from msgen.plan.views.cluster.edges import Edge, callees, edges, externals
from msgen.plan.views.cluster.names import (
    BROKER_PORTS,
    METRICS_PORT,
    PORTS,
    STORE_PORTS,
    broker_url,
    called_protocol,
    foreign_namespace,
    platform_namespace,
    request_method,
    request_path,
)
from msgen.plan.views.cluster.parts import (
    Caller,
    Dependency,
    EnvironmentValues,
    ExternalDependency,
    Port,
    ResourceAmounts,
    Route,
    SecretVariable,
    Variable,
)
from msgen.plan.views.cluster.quantities import cpu, full, quoted, seconds, size
from msgen.topology.addresses import url_variable
from msgen.topology.model import Environment, Resources, Service, Topology

_SPREAD = {
    "zone": ("kubernetes.io/hostname", "topology.kubernetes.io/zone"),
    "node": ("kubernetes.io/hostname",),
    "none": (),
}


class HelmServiceView(Struct, frozen=True):
    name: str
    system: str
    package: str
    description: str
    ports: tuple[Port, ...]
    probe_port: str
    """The port that serves `/livez`, `/readyz` and `/startupz`."""
    grace_seconds: int
    spread: tuple[str, ...]
    resources: ResourceAmounts
    max_unavailable: str
    """Pods that maintenance may take away at once, as YAML."""
    replicas: Replicas
    target_utilization: int
    triggers: tuple[Trigger, ...]
    config: tuple[Variable, ...]
    secrets: tuple[SecretVariable, ...]
    callers: tuple[Caller, ...]
    routes: tuple[Route, ...]
    """Fixed paths before those with parameters, since the first that fits counts; none without a mesh."""
    dependencies: tuple[Dependency, ...]
    externals: tuple[ExternalDependency, ...]
    backends: tuple[Port, ...]
    """Stores and brokers, which stand outside the mesh."""
    telemetry_namespace: str
    """Empty where it is that of the service."""
    max_connections: int
    """Connections to the service, per client pod; 0 where nothing limits them."""
    retry_budget: int
    """Percent of the active requests that the mesh may retry; 0 where the mesh owns no retries."""
    environments: tuple[EnvironmentValues, ...]
    is_exposed: bool
    has_database: bool
    has_relay: bool
    has_mesh: bool

    @property
    def object_path(self) -> str:
        return f"services.{self.name}"

    @property
    def has_callers(self) -> bool:
        return bool(self.callers)

    @property
    def has_routes(self) -> bool:
        """The mesh routes requests to the service, or from it to an external system."""
        return bool(self.callers or self.externals)

    @property
    def scales_by_cpu(self) -> bool:
        return not self.triggers


def helm_service_view(
    topology: Topology, service: Service, first_names: Mapping[str, str] = MappingProxyType({})
) -> HelmServiceView:
    """`first_names` are those of streams and durables whose names would be others now."""
    incoming = tuple(edge for edge in edges(topology) if edge.callee == service.name)
    environments = tuple(environment_values(service, each) for each in topology.environments.values())
    has_mesh = any(each.mesh == "istio" for each in environments)
    return HelmServiceView(
        name=service.name,
        system=topology.name,
        package=python_package(service.name),
        description=quoted(service.description or f"The service {service.name} of {topology.name}"),
        ports=_ports(service),
        probe_port="http" if service.speaks("rest") else "metrics",
        grace_seconds=full(service.deployment.grace, timedelta(seconds=1)),
        spread=_SPREAD[service.deployment.spread],
        resources=_resources(service.deployment.resources),
        max_unavailable=service.deployment.pdb or "null",
        replicas=replicas(service.scaling),
        target_utilization=round(service.scaling.target),
        triggers=triggers(topology, service, first_names),
        config=_config(topology, service),
        secrets=_secrets(service),
        callers=_callers(topology, service, incoming),
        routes=_routes(topology, service, incoming) if has_mesh else (),
        dependencies=tuple(_dependency(topology, service, name) for name in callees(topology, service.name)),
        externals=_externals(topology, service),
        backends=_backends(topology, service),
        telemetry_namespace=platform_namespace(topology),
        max_connections=-(-3 * sum(edge.bulkhead for edge in incoming) // 2),
        retry_budget=max((edge.retry_budget for edge in incoming if edge.retry_owner == "mesh"), default=0),
        environments=environments,
        is_exposed=service.exposure != "internal",
        has_database=service.has_database,
        has_relay=has_relay(service),
        has_mesh=has_mesh,
    )


def environment_values(service: Service, environment: Environment) -> EnvironmentValues:
    return EnvironmentValues(
        name=environment.name,
        replicas=replicas(service.scaling, environment.replicas),
        mesh=environment_mesh(environment),
        authorization=environment.mesh.authorization,
        mesh_retries=environment.mesh.retries,
    )


def environment_mesh(environment: Environment) -> str:
    """The mesh that our charts serve in the environment: `istio` or `none`."""
    return "istio" if environment.mesh.kind == "istio" else "none"


def has_relay(service: Service) -> bool:
    """Its events leave through an outbox, which a Deployment of its own empties."""
    return service.has_database and bool(service.publishes) and service.messaging.delivery == "outbox"


def _ports(service: Service) -> tuple[Port, ...]:
    return tuple(Port(*pair) for pair in (*(PORTS[each] for each in service.protocols), METRICS_PORT))


def _resources(resources: Resources) -> ResourceAmounts:
    return ResourceAmounts(
        requests=_amounts(resources.cpu, resources.memory, "64Mi"),
        limits=_amounts(resources.cpu_limit, resources.memory_limit, "256Mi"),
    )


def _amounts(thousandths: int | None, count: int | None, storage: str) -> tuple[Variable, ...]:
    return (
        *((Variable("cpu", cpu(thousandths)),) if thousandths is not None else ()),
        *((Variable("memory", size(count)),) if count is not None else ()),
        Variable("ephemeral-storage", storage),
    )


def _config(topology: Topology, service: Service) -> tuple[Variable, ...]:
    own = tuple(Variable(field.name, quoted(field.default or "")) for field in service.config)
    elsewhere = tuple(
        Variable(each.config_key, quoted(each.url or ""))
        for each in externals(topology, service.name)
        if each.config_key and not each.egress
    )
    broker = (Variable("BROKER_URL", quoted(broker_url(topology))),) if service.has_events else ()
    relay = (Variable("RELAY", quoted("off")),) if has_relay(service) else ()
    return (*broker, *relay, *elsewhere, *own)


def _secrets(service: Service) -> tuple[SecretVariable, ...]:
    own = tuple(SecretVariable(name, f"{service.name}-secrets", name) for name in service.secrets)
    if not service.has_database:
        return own
    return (SecretVariable("DATABASE_URL", f"{_store_name(service)}-database", "url"), *own)


def _store_name(service: Service) -> str:
    stores = (service.store, *(model.store for model in service.read_models))
    return next(store.name for store in stores if store.exists)


def _callers(topology: Topology, service: Service, incoming: tuple[Edge, ...]) -> tuple[Caller, ...]:
    port, _ = PORTS[called_protocol(service)]
    return tuple(
        Caller(name, foreign_namespace(topology, service.name, name), port)
        for name in sorted({edge.caller for edge in incoming})
    )


def _routes(topology: Topology, service: Service, incoming: tuple[Edge, ...]) -> tuple[Route, ...]:
    routes = (_route(topology, service, edge) for edge in incoming)
    return tuple(sorted(routes, key=lambda route: ("{" in route.path, route.caller, route.operation)))


def _route(topology: Topology, service: Service, edge: Edge) -> Route:
    operation = service.operation(edge.operation)
    return Route(
        caller=edge.caller,
        operation=operation.name,
        method=request_method(service, operation),
        path=request_path(topology, service, operation),
        timeout=seconds(edge.timeout),
        per_try_timeout=seconds(edge.try_timeout),
        backoff=seconds(edge.backoff),
        retries=edge.retries,
        retry_owner=edge.retry_owner,
    )


def _dependency(topology: Topology, service: Service, name: str) -> Dependency:
    protocol, port = PORTS[called_protocol(topology.service(name))]
    place = foreign_namespace(topology, service.name, name)
    return Dependency(name, place, url_variable(name), protocol, port)


def _externals(topology: Topology, service: Service) -> tuple[ExternalDependency, ...]:
    return tuple(
        ExternalDependency(each.name, each.config_key or "", quoted(each.url or ""))
        for each in externals(topology, service.name)
        if each.egress
    )


def _backends(topology: Topology, service: Service) -> tuple[Port, ...]:
    engines = {service.store.engine, *(model.store.engine for model in service.read_models)}
    stores = tuple(Port(engine, STORE_PORTS[engine]) for engine in sorted(engines & STORE_PORTS.keys()))
    broker = topology.platform.broker
    return (*stores, Port(broker, BROKER_PORTS[broker])) if service.has_events else stores
