"""Design to Topology: every default filled in, every name looked up, every value with its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from msgen.design.derived_operations import with_default_engine
from msgen.design.service import Service as WrittenService
from msgen.design.system import Design
from msgen.topology.calls import Edge, edges
from msgen.topology.context_map import resolved_context_map
from msgen.topology.contexts import aggregates_of, context_names, named_types, resolved_context
from msgen.topology.events import EventDirectory, context_of, owners, resolve_events
from msgen.topology.journeys import (
    resolved_experiments,
    resolved_journeys,
    resolved_teams,
    resolved_waivers,
)
from msgen.topology.levels import Sources
from msgen.topology.load import Effects, VersionShares, offered_load, saga_steps
from msgen.topology.messages import Surroundings
from msgen.topology.model import ReadModel, Scaling, Topology
from msgen.topology.not_generated import not_generated
from msgen.topology.operations import OperationDraft, operation_drafts, placed, service_calls
from msgen.topology.platforms import resolved_environments, resolved_externals, resolved_platform
from msgen.topology.profiles import PROFILES, Profile
from msgen.topology.read_models import resolved_read_models
from msgen.topology.sagas import resolved_sagas
from msgen.topology.services import ServiceAssembly, ServiceParts
from msgen.topology.settings import ServiceSettings
from msgen.topology.subscriptions import Handlers
from msgen.topology.timing import Clockwork
from msgen.topology.versions import version_weights

Drafts = Mapping[str, tuple[OperationDraft, ...]]
"""The operations of each service, by its name."""


def resolve(design: Design) -> Topology:
    """The whole system of a valid design."""
    return _Resolution(design).topology()


class _Resolution:
    """The steps of one resolution, in their order: each looks only at what the ones before it found."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.sources = Sources()
        self.profile = self._profile()
        self.names = context_names(design)
        self.types = {name: named_types(design, name) for name in self.names}
        self.services = {name: self._with_engine(name, service) for name, service in design.services.items()}
        self.aggregates = {
            name: aggregates_of(name, service, self.types[context_of(name, service)])
            for name, service in self.services.items()
        }
        self.directory = EventDirectory(
            contexts={name: context_of(name, service) for name, service in design.services.items()},
            owned=owners(design),
            events=resolve_events(design, self.aggregates, self.types),
        )
        self.settings = {name: self._settings(name, service) for name, service in design.services.items()}

    def topology(self) -> Topology:
        design = self.design
        scalings = self._scalings()
        read_models = self._read_models(scalings)
        drafts = self._drafts(read_models)
        handlers = self._handlers(drafts)
        clockwork = self._clockwork(drafts, handlers, {name: item.minimum for name, item in scalings.items()})
        assembly = ServiceAssembly(design, self.directory, handlers, clockwork, clockwork.operations(), self.profile)
        services = {
            name: assembly.service(
                name,
                ServiceParts(service, self.settings[name], self.aggregates[name], read_models[name], drafts[name]),
            )
            for name, service in design.services.items()
        }
        sagas = resolved_sagas(design, self.directory)
        found = Topology(
            name=design.name,
            description=design.description or "",
            profile=self.profile.name,
            contexts={
                name: resolved_context(design, name, self.types[name], self.directory.events.get(name, {}))
                for name in self.names
            },
            services=services,
            externals=resolved_externals(design),
            environments=resolved_environments(design, self.profile, self.sources),
            platform=resolved_platform(design, self.profile, self.sources),
            not_generated=not_generated(design),
            journeys=resolved_journeys(design, self.sources),
            sagas=sagas,
            teams=resolved_teams(design),
            actors=design.actors or {},
            experiments=resolved_experiments(design),
            waivers=resolved_waivers(design),
            labels=(design.telemetry.labels if design.telemetry else None) or {},
            provenance=self.sources.found,
        )
        return replace(
            found,
            context_map=resolved_context_map(design, services, sagas, found.events),
            provenance=dict(sorted(self.sources.found.items())),
        )

    def _profile(self) -> Profile:
        written = self.design.profile
        profile = PROFILES[written or "standard"]
        self.sources.note(
            "profile", profile.name, "written" if written else "built-in", ("profile",) if written else None
        )
        return profile

    def _with_engine(self, name: str, service: WrittenService) -> WrittenService:
        context = (self.design.contexts or {}).get(context_of(name, service))
        return with_default_engine(service, context.defaults if context else None, self.design.defaults)

    def _settings(self, name: str, service: WrittenService) -> ServiceSettings:
        context = self.directory.contexts[name]
        written = (self.design.contexts or {}).get(context)
        return ServiceSettings(
            name, service, context, written.defaults if written else None, self.design.defaults, self.profile,
            self.sources,
        )  # fmt: skip

    def _scalings(self) -> Mapping[str, Scaling]:
        """The number of pods of each service, which the load of an edge and the pool of a store depend on."""
        return {
            name: self.settings[name].scaling(is_worker=service.api is None, waiting=0.0)
            for name, service in self.design.services.items()
        }

    def _read_models(self, scalings: Mapping[str, Scaling]) -> Mapping[str, tuple[ReadModel, ...]]:
        return {
            name: tuple(resolved_read_models(name, service, self.directory, self.settings[name], scalings[name]))
            for name, service in self.design.services.items()
        }

    def _drafts(self, read_models: Mapping[str, tuple[ReadModel, ...]]) -> Drafts:
        found = {}
        for name, service in self.services.items():
            around = Surroundings(self.aggregates[name], read_models[name], self.types[self.directory.contexts[name]])
            found[name] = operation_drafts(name, service, around, self.sources)
        return found

    def _edges(self, drafts: Drafts) -> dict[str, tuple[Edge, ...]]:
        """The calls of every operation, and of every handler of a worker, by object path."""
        found = {
            f"{name}.{draft.name}": edges(f"{name}.{draft.name}", draft.calls, draft.kind == "query", drafts)
            for name, own in drafts.items()
            for draft in own
        }
        for name, service in self.design.services.items():
            if not drafts[name] and service.calls:
                for subscription in service.subscribes or ():
                    path = f"{name}.on{subscription.event}"
                    found[path] = edges(path, service_calls(name, service), False, drafts)
            for version, item in (service.versions or {}).items():
                place = ("services", name, "versions", version)
                for draft in drafts[name] if item.calls else ():
                    path = f"{name}@{version}.{draft.name}"
                    found[path] = edges(path, placed(item.calls or (), place), draft.kind == "query", drafts)
        return found

    def _handlers(self, drafts: Drafts) -> Handlers:
        workers = frozenset(name for name, own in drafts.items() if not own)
        return Handlers(self.design.services, workers, self.directory, self.sources)

    def _clockwork(self, drafts: Drafts, handlers: Handlers, pods: Mapping[str, int]) -> Clockwork:
        design, calls = self.design, self._edges(drafts)
        operations = {f"{draft.service}.{draft.name}": draft for own in drafts.values() for draft in own}
        return Clockwork(
            drafts=operations,
            edges=calls,
            externals=resolved_externals(design),
            external_limits={
                name: item.rate_limit for name, item in (design.externals or {}).items() if item.rate_limit
            },
            load=offered_load(design, calls, self._effects(operations, handlers), self._version_shares(calls)),
            minimum_pods=pods,
            concurrency={name: settings.concurrency() for name, settings in self.settings.items()},
            profile=self.profile,
            sources=self.sources,
        )

    def _version_shares(self, calls: Mapping[str, tuple[Edge, ...]]) -> VersionShares:
        """Of each operation, the paths of its versions that call, and their shares of its requests."""
        found: dict[str, dict[str, Decimal]] = {}
        for name, service in self.design.services.items():
            for version, weight in version_weights(service).items():
                for path in calls:
                    owner, _, operation = path.partition(".")
                    if owner == f"{name}@{version}" and weight > 0:
                        found.setdefault(f"{name}.{operation}", {})[path] = weight / 100
        return found

    def _effects(self, operations: Mapping[str, OperationDraft], handlers: Handlers) -> Effects:
        """The saga steps and the handlers of workers that the events of an operation or a handler set off."""
        published = {
            path: tuple(self.directory.reference(draft.service, event) for event in draft.publishes)
            for path, draft in operations.items()
        }
        heard: dict[str, list[str]] = {}
        for name in self.design.services:
            for subscription in (self.design.services[name].subscribes or ()) if name in handlers.workers else ():
                reference = self.directory.reference(name, subscription.event)
                path = f"{name}.on{subscription.event}"
                heard.setdefault(reference, []).append(path)
                published[path] = handlers.published_by(name, reference)
        steps = saga_steps(self.design)
        return {path: tuple(self._set_off(events, steps, heard)) for path, events in published.items()}

    def _set_off(
        self,
        events: Sequence[str],
        steps: Mapping[tuple[str, str], Sequence[str]],
        heard: Mapping[str, Sequence[str]],
    ) -> Iterator[str]:
        for reference in events:
            event = self.directory.event(reference)
            yield from steps.get((event.context, event.name), ())
            yield from heard.get(reference, ())
