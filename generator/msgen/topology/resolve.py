"""Design to Topology: every default filled in, every name looked up, every value with its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import cast

from msgen.design.derived_operations import implied_aggregates
from msgen.design.fields import NamedType
from msgen.design.platform import Mesh as WrittenMesh
from msgen.design.service import Service as WrittenService
from msgen.design.system import Design
from msgen.design.types import Field, Scalar
from msgen.topology.calls import Edge, edges
from msgen.topology.events import canonical, context_of, owners, published, resolve_events
from msgen.topology.levels import Level, Settings, Sources
from msgen.topology.load import edge_rates
from msgen.topology.messages import Surroundings
from msgen.topology.model import (
    Aggregate,
    Context,
    Environment,
    Event,
    External,
    Mesh,
    NamedTypeDefinition,
    Operation,
    Platform,
    Protocol,
    ReadModel,
    Service,
    Store,
    Subscription,
    Topology,
)
from msgen.topology.not_generated import not_generated
from msgen.topology.operations import P50, P99, OperationDraft, operation_drafts, service_calls
from msgen.topology.profiles import PROFILES, Profile
from msgen.topology.settings import ServiceSettings
from msgen.topology.timing import Clockwork, Timed

STALENESS = timedelta(seconds=5)


def resolve(design: Design) -> Topology:
    """The whole system of a valid design."""
    return _Resolution(design).topology()


class _Resolution:
    def __init__(self, design: Design) -> None:
        self.design = design
        self.sources = Sources()
        profile = design.profile or "standard"
        self.profile: Profile = PROFILES[profile]
        place = ("profile",) if design.profile else None
        self.sources.note("profile", profile, "written" if place else "built-in", place)
        self.owned = owners(design)
        self.contexts = {name: context_of(name, service) for name, service in design.services.items()}
        self.types = {name: self._types(name) for name in self._context_names()}
        self.aggregates = {name: _aggregates(name, service) for name, service in design.services.items()}
        self.events = resolve_events(design, self.aggregates)
        self.settings = {
            name: self._service_settings(name, service) for name, service in design.services.items()
        }

    def topology(self) -> Topology:
        design = self.design
        scalings = {
            name: self.settings[name].scaling(is_worker=service.api is None, waits=bool(service.calls))
            for name, service in design.services.items()
        }
        self.read_models = {
            name: self._read_models(name, service, scalings[name].maximum)
            for name, service in design.services.items()
        }
        self.drafts = {name: self._drafts(name, service) for name, service in design.services.items()}
        operations = {f"{draft.service}.{draft.name}": draft for item in self.drafts.values() for draft in item}
        self.edges = self._edges(operations)
        clockwork = self._clockwork(operations, {name: item.minimum for name, item in scalings.items()})
        timed = clockwork.operations()
        services = {name: self._service(name, service, timed, clockwork) for name, service in design.services.items()}
        return Topology(
            name=design.name,
            description=design.description or "",
            profile=self.profile.name,
            contexts={name: self._context(name) for name in self._context_names()},
            services=services,
            externals=self._externals(),
            environments=self._environments(),
            platform=self._platform(),
            not_generated=not_generated(design),
            provenance=dict(sorted(self.sources.found.items())),
        )

    # contexts and types

    def _context_names(self) -> tuple[str, ...]:
        """Those written, then one for each service that names none."""
        return tuple(dict.fromkeys([*(self.design.contexts or {}), *self.contexts.values()]))

    def _types(self, context: str) -> Mapping[str, NamedTypeDefinition]:
        written = (self.design.contexts or {}).get(context)
        types: Mapping[str, NamedType] = (written.types or {}) if written else {}
        return {
            name: NamedTypeDefinition(
                name, tuple((item.fields or {}).values()), item.alias, item.description or ""
            )
            for name, item in types.items()
        }

    def _context(self, name: str) -> Context:
        written = (self.design.contexts or {}).get(name)
        return Context(
            name=name,
            subdomain=(written.subdomain if written else None) or "supporting",
            purpose=(written.purpose if written else None) or "",
            owner=written.owner if written else None,
            types=self.types[name],
            events=self.events.get(name, {}),
        )

    # services

    def _service_settings(self, name: str, service: WrittenService) -> ServiceSettings:
        context = self.contexts[name]
        written = (self.design.contexts or {}).get(context)
        return ServiceSettings(
            name, service, context, written.defaults if written else None, self.design.defaults, self.profile,
            self.sources,
        )  # fmt: skip

    def _read_models(self, name: str, service: WrittenService, pods: int) -> tuple[ReadModel, ...]:
        scaling = self.settings[name].scaling(is_worker=service.api is None, waits=False)
        models = []
        for model, written in (service.read_models or {}).items():
            sources = tuple(self._reference(name, event) for event in written.sources)
            fields = tuple((written.fields or {}).values()) or self._fields_of_sources(name, sources)
            models.append(
                ReadModel(
                    name=model,
                    fields=_with_identity(fields, self._key_type(sources)),
                    sources=sources,
                    serves=written.serves or (),
                    staleness=written.staleness or STALENESS,
                    store=self.settings[name].read_model_store(model, written, scaling),
                )
            )
        return tuple(models)

    def _fields_of_sources(self, service: str, sources: Sequence[str]) -> tuple[Field, ...]:
        """The fields of all source events, each once, except the keys: their value is the row's `id`."""
        found: dict[str, Field] = {}
        for source in sources:
            event = self._event(source)
            for field in event.fields:
                if field.name not in ("id", event.key):
                    found.setdefault(field.name, field)
        return tuple(found.values())

    def _key_type(self, sources: Sequence[str]) -> Field:
        for source in sources:
            event = self._event(source)
            key = next((field for field in event.fields if field.name == event.key), None)
            if key is not None:
                return Field("id", key.type)
        return Field("id", Scalar("uuid"))

    def _around(self, name: str) -> Surroundings:
        return Surroundings(self.aggregates[name], self.read_models[name], self.types[self.contexts[name]])

    def _drafts(self, name: str, service: WrittenService) -> tuple[OperationDraft, ...]:
        return operation_drafts(name, service, self._around(name), self.sources)

    def _edges(self, operations: Mapping[str, OperationDraft]) -> dict[str, tuple[Edge, ...]]:
        found = {
            path: edges(path, draft.calls, draft.kind == "query", self.drafts) for path, draft in operations.items()
        }
        for name, service in self.design.services.items():
            if not self.drafts[name] and service.calls:
                for subscription in service.subscribes or ():
                    path = f"{name}.on{subscription.event}"
                    found[path] = edges(path, service_calls(name, service), False, self.drafts)
        return found

    def _clockwork(self, operations: Mapping[str, OperationDraft], pods: Mapping[str, int]) -> Clockwork:
        publishes = {path: draft.publishes for path, draft in operations.items()}
        return Clockwork(
            drafts=operations,
            edges=self.edges,
            externals=self._externals(),
            external_limits={
                name: item.rate_limit for name, item in (self.design.externals or {}).items() if item.rate_limit
            },
            rates=edge_rates(self.design, self.edges, publishes),
            minimum_pods=pods,
            concurrency={
                name: item.scaling.concurrency if item.scaling else None for name, item in self.design.services.items()
            },
            profile=self.profile,
            sources=self.sources,
        )

    def _service(
        self, name: str, service: WrittenService, timed: Mapping[str, Timed], clockwork: Clockwork
    ) -> Service:
        operations = tuple(self._operation(draft, timed) for draft in self.drafts[name])
        waits = any(operation.calls for operation in operations)
        settings = self.settings[name]
        scaling = settings.scaling(is_worker=not operations, waits=waits)
        store = settings.store(scaling, keeps_rows=bool(self.aggregates[name]))
        keeps = store.exists or any(model.store.exists for model in self.read_models[name])
        messaging = settings.messaging(has_store=keeps)
        longest = max((operation.timeout for operation in operations), default=timedelta())
        written = (self.design.contexts or {}).get(self.contexts[name])
        return Service(
            name=name,
            context=self.contexts[name],
            role=service.role or "service",
            description=service.description or "",
            owner=service.owner or (written.owner if written else None),
            protocols=_protocols(service),
            exposure=self.settings[name].topic("api").value("exposure", "internal"),
            api_version=_version(service),
            base_path=self._base_path(name, service),
            operations=operations,
            aggregates=self.aggregates[name] if store.exists else (),
            read_models=self.read_models[name],
            publishes=tuple(dict.fromkeys(self._reference(name, event) for event in published(service))),
            subscriptions=self._subscriptions(name, service, store, timed, clockwork, bool(operations)),
            store=store,
            messaging=messaging,
            scaling=scaling,
            deployment=settings.deployment(scaling, longest),
            config=tuple((service.config or {}).values()),
            secrets=service.secrets or (),
            readiness=settings.topic("probes").value(
                "readiness", _readiness(keeps, messaging.delivery, published(service)), "derived from what it needs"
            ),
        )

    def _operation(self, draft: OperationDraft, timed: Mapping[str, Timed]) -> Operation:
        known = timed[f"{draft.service}.{draft.name}"]
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
            publishes=tuple(self._reference(draft.service, event) for event in draft.publishes),
            subject=draft.subject,
            description=draft.description,
        )

    def _base_path(self, name: str, service: WrittenService) -> str:
        settings = self.settings[name].topic("api")
        version = _version(service)
        path = cast(str, settings.value("base_path", f"/{version}" if version else "", "derived from the version"))
        return path.rstrip("/")

    # events

    def _reference(self, service: str, written: str) -> str:
        """The shortest name of an event that is unique in the system."""
        context, name = canonical(written, self.contexts[service], self.owned)
        return name if len(self.owned.get(name, ())) <= 1 else f"{context}.{name}"

    def _event(self, reference: str) -> Event:
        context, _, name = reference.rpartition(".")
        return self.events[context or self.owned[name][0]][name]

    def _subscriptions(
        self,
        name: str,
        service: WrittenService,
        store: Store,
        timed: Mapping[str, Timed],
        clockwork: Clockwork,
        has_operations: bool,
    ) -> tuple[Subscription, ...]:
        found = []
        for number, written in enumerate(service.subscribes or ()):
            reference = self._reference(name, written.event)
            path = f"{name}.subscribes.{written.event}"
            settings = Settings(self.sources, path, (Level(("services", name, "subscribes", number), written),))
            retries = settings.value("retries", 5)
            keyed = self._event(reference).key is not None
            found.append(
                Subscription(
                    event=reference,
                    retries=None if retries == "unlimited" else retries,
                    dead_letter=settings.value("dead_letter", "on") == "on",
                    idempotency=settings.value("idempotency", "inbox" if store.exists else "natural"),
                    ordered=settings.value("ordering", "key" if keyed else "none") == "key",
                    latency_p50=(written.latency.p50 if written.latency else None) or P50,
                    latency_p99=(written.latency.p99 if written.latency else None) or P99,
                    calls=() if has_operations else clockwork.calls_of(f"{name}.on{written.event}", timed),
                    publishes=() if has_operations else self._worker_publishes(name, reference),
                )
            )
        for model in self.read_models[name]:
            found += [self._model_subscription(model, source) for source in model.sources]
        return tuple(found)

    def _model_subscription(self, model: ReadModel, source: str) -> Subscription:
        return Subscription(
            event=source,
            retries=5,
            dead_letter=True,
            idempotency="inbox" if model.store.exists else "natural",
            ordered=self._event(source).key is not None,
            latency_p50=P50,
            latency_p99=P99,
            read_model=model.name,
        )

    def _worker_publishes(self, name: str, handled: str) -> tuple[str, ...]:
        """The worker's events, except those that would come back to the handler."""
        own = [self._reference(name, event) for event in self.design.services[name].publishes or ()]
        return tuple(event for event in dict.fromkeys(own) if not self._comes_back(event, handled))

    def _comes_back(self, event: str, handled: str) -> bool:
        waiting, seen = [event], set()
        while waiting:
            current = waiting.pop()
            if current == handled:
                return True
            if current in seen:
                continue
            seen.add(current)
            for name, service in self.design.services.items():
                hears = {self._reference(name, item.event) for item in service.subscribes or ()}
                if current in hears and not self.drafts[name]:
                    waiting += [self._reference(name, item) for item in service.publishes or ()]
        return False

    # the system

    def _externals(self) -> dict[str, External]:
        return {
            name: External(
                name=name,
                availability=item.availability,
                latency_p50=item.latency.p50 if item.latency else None,
                latency_p99=item.latency.p99 if item.latency else None,
                config_key=None
                if item.config_key == "none"
                else item.config_key or f"{name.upper().replace('-', '_')}_URL",
                url=item.url,
                egress=item.egress is not False,
            )
            for name, item in (self.design.externals or {}).items()
        }

    def _platform(self) -> Platform:
        written = self.design.platform
        settings = Settings(self.sources, "platform", (Level(("platform",), written),))
        return Platform(
            kubernetes=settings.value("kubernetes", "1.34"),
            broker=settings.value("broker", "nats"),
            zones=settings.value("zones", self.profile.zones, self.profile.source),
            namespaces=settings.value("namespaces", "system"),
            layout=settings.value("layout", "mono-repo"),
            mesh=self._mesh(settings.below("mesh")),
        )

    def _mesh(self, settings: Settings) -> Mesh:
        retries = settings.value("retries", False)
        return Mesh(
            kind=settings.value("kind", self.profile.mesh, self.profile.source),
            mtls=settings.value("mtls", "strict"),
            authorization=settings.value("authorization", "deny-by-default"),
            retries=0 if retries is False else int(retries),
        )

    def _environments(self) -> dict[str, Environment]:
        written = self.design.environments
        if written is None:
            return {
                "dev": Environment("dev", Decimal(34), None, self._environment_mesh("dev", None)),
                "staging": Environment("staging", Decimal(100), "dev", self._environment_mesh("staging", None)),
                "prod": Environment("prod", Decimal(100), "staging", self._environment_mesh("prod", None)),
            }
        return {
            name: Environment(
                name,
                item.replicas if item.replicas is not None else Decimal(100),
                item.promote_from,
                self._environment_mesh(name, item.mesh),
            )
            for name, item in written.items()
        }

    def _environment_mesh(self, name: str, written: WrittenMesh | None) -> Mesh:
        platform = self.design.platform
        levels = (
            Level(("environments", name, "mesh"), written),
            Level(("platform", "mesh"), platform.mesh if platform else None),
        )
        settings = Settings(self.sources, f"environments.{name}.mesh", levels)
        if name == "dev" and (written is None or written.kind is None):
            own = Settings(self.sources, settings.object_path, levels[:1])
            mesh = self._mesh(settings)
            return Mesh(own.value("kind", "none", "built-in: dev has no mesh"), mesh.mtls, mesh.authorization, 0)
        return self._mesh(settings)


def _aggregates(name: str, service: WrittenService) -> tuple[Aggregate, ...]:
    return tuple(
        Aggregate(
            name=aggregate,
            fields=tuple((item.fields or {}).values()),
            entities=item.entities or (),
            value_objects=item.value_objects or (),
            invariants=item.invariants or (),
            events=item.events or (),
            event_sourced=item.persistence == "event-sourced",
        )
        for aggregate, item in implied_aggregates(name, service).items()
    )


def _with_identity(fields: tuple[Field, ...], identity: Field) -> tuple[Field, ...]:
    return fields if any(field.name == "id" for field in fields) else (identity, *fields)


def _protocols(service: WrittenService) -> tuple[Protocol, ...]:
    if service.api is None:
        return ()
    written = service.api.protocol or ("rest",)
    both: tuple[Protocol, ...] = ("rest", "grpc")
    return tuple(protocol for protocol in both if protocol in written)


def _version(service: WrittenService) -> str | None:
    if service.api is None or service.api.version == "none":
        return None
    return service.api.version or "v1"


def _readiness(has_store: bool, delivery: str, events: Iterable[str]) -> tuple[str, ...]:
    store = ("store",) if has_store else ()
    return (*store, "broker") if delivery == "direct" and list(events) else store
