"""All names of a design, and how a wrong one is reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from msgen.design.api import Operation
from msgen.design.derived_operations import (
    DerivedOperation,
    derived_operations,
    implied_aggregates,
    operation_kind,
    with_default_engine,
)
from msgen.design.fields import NamedType
from msgen.design.service import Aggregate, Service
from msgen.design.system import Design
from msgen.diagnostics import Finding, Location, Related

from ..document import Document, Path
from ..plain import shown_path
from ..suggestions import did_you_mean, listed
from ..validation import Doubtful

DEFAULT_ENVIRONMENTS = ("dev", "staging", "prod")


class KnownOperation(Struct, frozen=True):
    """An operation of a service, written or derived."""

    name: str
    kind: str
    written: Operation | None
    derived: DerivedOperation | None


class Scope(Struct, frozen=True, dict=True):
    """A design with tables of its names."""

    document: Document
    design: Design
    doubtful: Doubtful

    # tables

    @cached_property
    def services(self) -> Mapping[str, Service]:
        """The services, each with the store engine that defaults give it."""
        return {name: self._with_engine(name, service) for name, service in self.design.services.items()}

    @cached_property
    def contexts(self) -> Mapping[str, Path | None]:
        """Declared contexts with their paths; those of services without a `context` besides."""
        found: dict[str, Path | None] = {name: ("contexts", name) for name in self.design.contexts or {}}
        for name, service in self.design.services.items():
            if service.context is None:
                found.setdefault(name, None)
        return found

    @cached_property
    def externals(self) -> Iterable[str]:
        return tuple(self.design.externals or {})

    @cached_property
    def environments(self) -> Iterable[str]:
        written = self.design.environments
        return DEFAULT_ENVIRONMENTS if written is None else tuple(written)

    @cached_property
    def aggregates(self) -> Mapping[str, Mapping[str, Aggregate]]:
        """The aggregates of each service, implied ones included."""
        return {name: implied_aggregates(name, service) for name, service in self.services.items()}

    @cached_property
    def operations(self) -> Mapping[str, Mapping[str, KnownOperation]]:
        return {name: _operations(name, service) for name, service in self.services.items()}

    @cached_property
    def events(self) -> Mapping[str, tuple[str, ...]]:
        """The contexts that own an event of a name; more than one where the name is not unique."""
        found: dict[str, dict[str, None]] = {}
        for context, written in (self.design.contexts or {}).items():
            for event in written.events or {}:
                found.setdefault(event, {})[context] = None
        declared = set(found)
        for name, service in self.design.services.items():
            for event in published(service):
                if "." not in event and event not in declared:
                    found.setdefault(event, {}).setdefault(self.context_of(name))
        return {
            event: tuple(contexts) if event in declared else tuple(contexts)[:1] for event, contexts in found.items()
        }

    @cached_property
    def types(self) -> Mapping[str, Mapping[str, NamedType | Aggregate]]:
        """The types and aggregates of each context."""
        found: dict[str, dict[str, NamedType | Aggregate]] = {name: {} for name in self.contexts}
        for context, written in (self.design.contexts or {}).items():
            found.setdefault(context, {}).update(written.types or {})
        for name in self.services:
            for aggregate, definition in self.aggregates[name].items():
                found.setdefault(self.context_of(name), {}).setdefault(aggregate, definition)
        return found

    # questions

    def context_of(self, service: str) -> str:
        """The context of a service: the one it names, or its own."""
        return self.design.services[service].context or service

    def is_open(self, service: str) -> bool:
        """Its operations are not known here: a contract holds them, or the service is partly wrong."""
        api = self.design.services[service].api
        return service in self.doubtful.services or (api is not None and api.contract is not None)

    # reports

    def unknown(
        self, path: Path, noun: str, name: str, known: Iterable[str], hint: str = "", *, at_key: bool = False
    ) -> Iterator[Finding]:
        """A name that is declared nowhere, unless what declares it may have been left out."""
        names = list(known)
        if name in self.doubtful.names or any(part in self.doubtful.names for part in name.split(".")):
            return
        hint = did_you_mean(name, names) or hint or (f"known are {listed(sorted(names))}" if names else "")
        yield self.wrong(path, f"there is no {noun} `{name}`", hint, at_key=at_key)

    def wrong(
        self,
        path: Path,
        message: str,
        hint: str = "",
        related: Iterable[tuple[Path, str]] = (),
        *,
        at_key: bool = False,
        part: str = "",
    ) -> Finding:
        """A finding at the value of a path (or its key); `part` marks a word of the value only."""
        place = self.document.place(path)
        location = place.key if at_key else place.value
        if part:
            location = _part(self.document, path, part) or location
        others = tuple(Related(self.document.place(other).key, label) for other, label in related)
        return Finding("error", None, shown_path(path), message, location, hint, related=others)

    def _with_engine(self, name: str, service: Service) -> Service:
        context = (self.design.contexts or {}).get(self.context_of(name))
        return with_default_engine(service, context.defaults if context else None, self.design.defaults)


def published(service: Service) -> Iterator[str]:
    """Every event that a service or one of its operations publishes, as written."""
    yield from service.publishes or ()
    for operation in ((service.api and service.api.operations) or {}).values():
        yield from operation.publishes or ()


def _operations(name: str, service: Service) -> dict[str, KnownOperation]:
    written = (service.api and service.api.operations) or {}
    found = {
        operation: KnownOperation(operation, operation_kind(operation, definition), definition, None)
        for operation, definition in written.items()
    }
    for derived in derived_operations(name, service):
        found[derived.name] = KnownOperation(derived.name, derived.kind, None, derived)
    return found


def _part(document: Document, path: Path, part: str) -> Location | None:
    """Where a word stands inside a scalar, or in the `type` of the long form."""
    known = document.nearest(path)
    for candidate in ((*known, "type"), (*known, "fields"), known):
        place = document.places.get(candidate)
        if place and place.raw and place.offset is not None and part in place.raw:
            start = place.value.column + place.offset + place.raw.index(part)
            return Location(place.value.file, place.value.line, start, start + len(part))
    return None
