"""Services: what they offer, keep, publish and hear, with their settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import cast

from msgspec import Struct

from msgen.design.service import Service as WrittenService
from msgen.design.system import Design
from msgen.topology.events import EventDirectory, published
from msgen.topology.model import Aggregate, Operation, Protocol, ReadModel, Service, Subscription, Version
from msgen.topology.operations import OperationDraft
from msgen.topology.profiles import Profile
from msgen.topology.settings import ServiceSettings
from msgen.topology.subscriptions import Handlers
from msgen.topology.timing import Clockwork, Timed
from msgen.topology.versions import version_weights


class ServiceParts(Struct, frozen=True):
    """What is known of one service before it is put together."""

    written: WrittenService
    settings: ServiceSettings
    aggregates: tuple[Aggregate, ...]
    read_models: tuple[ReadModel, ...]
    drafts: tuple[OperationDraft, ...]


class ServiceAssembly(Struct, frozen=True):
    """Puts services together."""

    design: Design
    directory: EventDirectory
    handlers: Handlers
    clockwork: Clockwork
    timed: Mapping[str, Timed]
    """Deadlines and calls, by the object path of the operation."""
    profile: Profile

    def service(self, name: str, parts: ServiceParts) -> Service:
        service, settings = parts.written, parts.settings
        operations = tuple(self._operation(draft) for draft in parts.drafts)
        scaling = settings.scaling(is_worker=not operations, waiting=self.clockwork.waiting_shares.get(name, 0.0))
        store = settings.store(scaling, keeps_rows=bool(parts.aggregates))
        keeps = store.exists or any(model.store.exists for model in parts.read_models)
        messaging = settings.messaging(has_store=keeps)
        longest = max((operation.timeout for operation in operations), default=timedelta())
        context = self.directory.contexts[name]
        api, slo = service.api, settings.slo()
        written_context = (self.design.contexts or {}).get(context)
        return Service(
            name=name,
            context=context,
            role=service.role or "service",
            description=service.description or "",
            owner=service.owner or (written_context.owner if written_context else None),
            protocols=_protocols(service),
            exposure=settings.topic("api").value("exposure", "internal"),
            api_version=_version(service),
            base_path=_base_path(service, settings),
            operations=operations,
            aggregates=parts.aggregates,
            read_models=parts.read_models,
            publishes=tuple(dict.fromkeys(self.directory.reference(name, event) for event in published(service))),
            subscriptions=self._subscriptions(name, parts, has_store=store.exists),
            store=store,
            messaging=messaging,
            scaling=scaling,
            deployment=settings.deployment(scaling, longest, self._rate(parts), slo),
            config=tuple((service.config or {}).values()),
            secrets=service.secrets or (),
            readiness=settings.topic("probes").value(
                "readiness", _readiness(keeps, messaging.delivery, published(service)), "derived from what it needs"
            ),
            availability=settings.availability(),
            liveness=settings.topic("probes").value("liveness", ()),
            auth=settings.topic("api").value("auth", "jwt"),
            older_versions={} if api is None else {name: item.sunset for name, item in (api.versions or {}).items()},
            transcoding=settings.topic("api").value("transcoding", False),
            contract=api.contract if api else None,
            slo=slo,
            language=settings.topic("runtime").value("language", "python"),
            model=settings.topic("runtime").value("model", "async"),
            versions=tuple(self._versions(name, service, parts.drafts)),
            owner_written=service.owner,
            was=service.was,
        )

    def _rate(self, parts: ServiceParts) -> Decimal | None:
        """The load of all operations; `None` where no journey reaches one."""
        load = self.clockwork.load.operations
        known = [load[path] for draft in parts.drafts if (path := f"{draft.service}.{draft.name}") in load]
        return sum(known, Decimal(0)) if known else None

    def _versions(self, name: str, service: WrittenService, drafts: tuple[OperationDraft, ...]) -> Iterator[Version]:
        weights = version_weights(service)
        for version, written in (service.versions or {}).items():
            calls = {
                draft.name: self.clockwork.calls_of(f"{name}@{version}.{draft.name}", self.timed) for draft in drafts
            }
            yield Version(name, version, weights[version], written.match is not None, calls)

    def _operation(self, draft: OperationDraft) -> Operation:
        known = self.timed[f"{draft.service}.{draft.name}"]
        return Operation(
            name=draft.name,
            service=draft.service,
            kind=draft.kind,
            role=draft.role,
            method=draft.method,
            path=draft.path,
            input=draft.input,
            output=draft.output,
            idempotent=draft.idempotent,
            idempotency_key=draft.idempotency_key,
            pagination=draft.pagination,
            timeout=known.deadline,
            latency_p50=draft.latency_p50,
            latency_p99=draft.latency_p99,
            calls=known.calls,
            publishes=tuple(self.directory.reference(draft.service, event) for event in draft.publishes),
            subject=draft.subject,
            description=draft.description,
            rate_limit=self._rate_limit(draft),
            reads=draft.reads,
            writes=draft.writes,
            is_public=draft.is_public,
            scopes=draft.scopes,
            hedge=draft.hedge,
            strategy=draft.strategy,
            is_written=draft.is_written,
            was=draft.was,
        )

    def _rate_limit(self, draft: OperationDraft) -> Decimal | None:
        """As written; in the profile `production` twice the load of an operation of a public API, at least 100/s."""
        path = f"{draft.service}.{draft.name}"
        place = ("services", draft.service, "api", "operations", draft.name, "rate_limit")
        sources = self.handlers.sources
        if draft.rate_limit is not None:
            sources.note(f"{path}.rate_limit", draft.rate_limit, "written", place)
            return None if draft.rate_limit == "none" else draft.rate_limit
        api = self.design.services[draft.service].api
        if self.profile.name != "production" or api is None or api.exposure != "public":
            return None
        derived = max(Decimal(100), 2 * self.clockwork.load.operations.get(path, Decimal(0)))
        sources.note(f"{path}.rate_limit", derived, "derived from the load")
        return derived

    def _subscriptions(self, name: str, parts: ServiceParts, *, has_store: bool) -> tuple[Subscription, ...]:
        found = []
        for number, written in enumerate(parts.written.subscribes or ()):
            calls = () if parts.drafts else self.clockwork.calls_of(f"{name}.on{written.event}", self.timed)
            found.append(self.handlers.subscription(name, number, written, calls, has_store=has_store))
        for model in parts.read_models:
            found += self.handlers.of_read_model(model)
        return tuple(found)


def _protocols(service: WrittenService) -> tuple[Protocol, ...]:
    if service.api is None:
        return ()
    written = service.api.protocol or ("rest",)
    both: tuple[Protocol, ...] = ("rest", "grpc")
    return tuple(protocol for protocol in both if protocol in written)


def _base_path(service: WrittenService, settings: ServiceSettings) -> str:
    version = _version(service)
    default = f"/{version}" if version else ""
    return cast(str, settings.topic("api").value("base_path", default, "derived from the version")).rstrip("/")


def _version(service: WrittenService) -> str | None:
    if service.api is None or service.api.version == "none":
        return None
    return service.api.version or "v1"


def _readiness(has_store: bool, delivery: str, events: Iterable[str]) -> tuple[str, ...]:
    store = ("store",) if has_store else ()
    return (*store, "broker") if delivery == "direct" and list(events) else store
