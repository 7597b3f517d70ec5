"""`bootstrap.py`: what is wired in this service, and the lines that hold its name."""

from __future__ import annotations

from msgspec import Struct

from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import argument_line, statement
from msgen.plan.views.python.ports import PortsView
from msgen.topology.model import Service


class BootstrapView(Struct, frozen=True):
    imports: str
    telemetry: str
    """The statement that sets telemetry up."""
    relay_telemetry: str
    """The same for the relay, as an argument."""
    broker: str
    relay_broker: str
    redrive_broker: str
    envelope: str
    repositories: tuple[str, ...]
    """The arguments of `Ports` that make the repositories."""


def bootstrap_view(
    service: Service, system: str, ports: PortsView, *, has_clients: bool, keeps_keys: bool
) -> BootstrapView:
    name = service.name
    envelope = Call("Envelope", (f'"{system}"', f'"{name}"', "trace_headers=trace_headers"))
    return BootstrapView(
        imports=_imports(service, ports, has_clients=has_clients, keeps_keys=keeps_keys),
        telemetry=statement("telemetry = ", _telemetry(name), indent=4),
        relay_telemetry=argument_line(f"telemetry={_telemetry(f'{name}-relay')}", 8),
        broker=statement("broker = ", _broker(name), indent=4),
        relay_broker=statement("broker = ", _broker(f"{name}-relay"), indent=4),
        redrive_broker=statement("broker = ", _broker(f"{name}-redrive"), indent=4),
        envelope=statement("envelope = ", envelope, indent=4),
        repositories=tuple(
            argument_line(f"{item.names.repository}={item.names.repository_class}(database)", 8)
            for item in ports.repositories
        ),
    )


def _telemetry(name: str) -> Call:
    return Call("Telemetry.configure", (f'"{name}"', "os.environ", "registry"))


def _broker(name: str) -> Call:
    return Call("create_broker", ("settings.broker_url", f'name="{name}"'))


def _imports(service: Service, ports: PortsView, *, has_clients: bool, keeps_keys: bool) -> str:
    imports = Imports()
    imports.add("os")
    imports.add("datetime", "UTC", "datetime")
    imports.add(".app.ports", "Ports")
    imports.add(".app.wiring", "overrides")
    imports.add(".platform.health", "Health")
    imports.add(".platform.lifecycle", "ServiceRuntime")
    imports.add(".platform.metrics", "MetricsRegistry")
    imports.add(".platform.telemetry", "Telemetry")
    imports.add(".settings", "Settings")
    for item in (*ports.use_cases, *ports.handlers):
        imports.add(f".app.{item.attribute}", item.name)
    if ports.use_cases or ports.handlers:
        imports.add(".overrides", "chosen")
    if ports.use_cases:
        imports.add(".app.ports", "UseCases")
        imports.add(".platform.use_case", "within")
    if ports.handlers:
        imports.add(".app.ports", "Handlers")
    if ports.tells_callers_apart:
        imports.add(".resilience.called_by", "as_caller")
    if has_clients:
        imports.add(".adapters.clients._gen.clients", "Clients")
        imports.add(".platform.observation", "observed_callers")
    if service.speaks("rest"):
        imports.add(".adapters.http._gen.app", "create_app")
    if service.speaks("grpc"):
        imports.add(".adapters.grpc._gen.server", "create_server")
    if service.has_database:
        _store(imports, ports, service)
    if service.has_events:
        _events(imports, service)
    if keeps_keys:
        imports.add(".adapters.db._gen.idempotency", "IdempotencyKeys")
        imports.add(".adapters.db._gen.once", "once")
        for item in ports.use_cases:
            if item.idempotency:
                imports.add(".app.messages", item.returns)
    if service.has_database and (keeps_keys or service.subscriptions):
        imports.add(".adapters.db._gen.housekeeping", "Housekeeping")
    return imports.block()


def _store(imports: Imports, ports: PortsView, service: Service) -> None:
    imports.add(".adapters.db._gen.engine", "Database")
    for repository in ports.repositories:
        imports.add(".adapters.db._gen.repositories", repository.names.repository_class)
    if service.publishes:
        imports.add(".adapters.db._gen.outbox", "Outbox")
        imports.add(".adapters.events._gen.broker", "Broker")
        imports.add(".adapters.events._gen.outbox_publisher", "OutboxPublisher")
        imports.add(".adapters.events._gen.relay", "Relay")
    if service.subscriptions:
        imports.add(".adapters.db._gen.errors", "StoreUnavailable")
        imports.add(".adapters.db._gen.inbox", "Inbox")


def _events(imports: Imports, service: Service) -> None:
    imports.add(".adapters.events._gen.factory", "create_broker")
    imports.add(".adapters.events._gen.resource", "OpenBroker")
    if service.publishes:
        imports.add(".adapters.events._gen.envelope", "Envelope")
        imports.add(".adapters.events._gen.streams", "streams")
        imports.add(".adapters.events._gen.trace_headers", "trace_headers")
        if not service.has_database:
            imports.add(".adapters.events._gen.direct_publisher", "DirectPublisher")
    if service.subscriptions:
        imports.add(".adapters.events._gen.consumer", "Consumer")
        imports.add(".adapters.events._gen.redrive", "redrive")
        imports.add(".adapters.events._gen.subscriptions", "subscriptions")
