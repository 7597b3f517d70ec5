"""The imports of `bootstrap.py`: what is wired in this service."""

from __future__ import annotations

from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.ports import PortsView
from msgen.topology.model import Service


def bootstrap_imports(service: Service, ports: PortsView, *, has_clients: bool, keeps_keys: bool) -> str:
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
