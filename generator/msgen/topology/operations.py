"""Operations: written ones with what they leave out, or the derived ones; calls and events are added later."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from msgen.design.api import Operation as WrittenOperation
from msgen.design.derived_operations import (
    DerivedOperation,
    derived_operations,
    first_word,
    operation_kind,
)
from msgen.design.naming import kebab_case
from msgen.design.resilience import Call as WrittenCall
from msgen.design.service import Service as WrittenService
from msgen.topology.derived_shape import OperationShape, derived_messages, is_stored, role_of_written
from msgen.topology.levels import Level, Settings, Sources, YamlPath
from msgen.topology.messages import (
    STATUS,
    Surroundings,
    written_input,
    written_output,
)
from msgen.topology.model import Aggregate, Kind, Message, OperationRole, ReadModel

P50, P99 = timedelta(milliseconds=20), timedelta(milliseconds=100)


class OperationDraft(Struct, frozen=True):
    """An operation before its calls are known."""

    service: str
    name: str
    kind: Kind
    role: OperationRole
    method: str
    path: str
    input: Message
    output: Message
    idempotent: bool
    idempotency_key: str | None
    pagination: bool
    timeout: timedelta | None
    """As written; `None` is derived."""
    latency_p50: timedelta
    latency_p99: timedelta
    calls: tuple[tuple[WrittenCall, YamlPath], ...]
    """Written calls and where they stand."""
    publishes: tuple[str, ...]
    subject: str | None
    description: str = ""
    rate_limit: Decimal | Literal["none"] | None = None
    """As written; `None` is what the profile says."""
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    is_public: bool = False
    scopes: tuple[str, ...] = ()
    hedge: bool = False
    strategy: Literal["wait", "primary", "eventual"] | None = None
    is_written: bool = False
    was: str | None = None


def operation_drafts(
    name: str, service: WrittenService, around: Surroundings, sources: Sources
) -> tuple[OperationDraft, ...]:
    """The operations of a service in the order of the spec; empty for a worker."""
    if service.api is None:
        return ()
    written = service.api.operations
    if written is None:
        derived = derived_operations(name, service)
        if around.first is None or not derived:
            drafts = tuple(_status(name, item, service) for item in derived)
        else:
            drafts = tuple(_derived(name, item, derived, service, around) for item in derived)
        for draft in drafts:
            _note(draft, None, "derived from what the service keeps", sources)
        return drafts
    first_commands = tuple(
        operation for operation, item in written.items()
        if operation_kind(operation, item) == "command" and item.publishes is None
    )  # fmt: skip
    return tuple(
        _written(name, operation, item, service, around, first_commands, sources) for operation, item in written.items()
    )


def _derived(
    service_name: str,
    item: DerivedOperation,
    siblings: tuple[DerivedOperation, ...],
    service: WrittenService,
    around: Surroundings,
) -> OperationDraft:
    rows: tuple[Aggregate | ReadModel, ...] = (*around.aggregates, *around.read_models)
    subject = next(row for row in rows if row.name == item.subject)
    takes, gives = derived_messages(item.role, subject)
    is_first_create = item.role == "create" and item == next(
        sibling for sibling in siblings if sibling.role == "create"
    )
    publishes = _derived_publishes(item, subject, service, around) if item.role == "create" else ()
    role: OperationRole = item.role if is_stored(subject, service) else "custom"  # what is not stored has no version
    return OperationDraft(
        service_name, item.name, item.kind, role, item.method, item.path, takes, gives,
        idempotent=item.role != "create", idempotency_key=None, pagination=item.role == "list", timeout=None,
        latency_p50=P50, latency_p99=P99,
        calls=service_calls(service_name, service) if is_first_create else (),
        publishes=publishes, subject=item.subject,
        reads=(item.subject or "",) if item.kind == "query" and isinstance(subject, Aggregate) else (),
        writes=(item.subject or "",) if item.kind == "command" else (), was=item.was,
    )  # fmt: skip


def _derived_publishes(
    item: DerivedOperation, subject: Aggregate | ReadModel, service: WrittenService, around: Surroundings
) -> tuple[str, ...]:
    """The events of the service that this aggregate lists; the first aggregate also takes those that none lists."""
    listed = {event for aggregate in around.aggregates for event in aggregate.events}
    own = set(subject.events) if isinstance(subject, Aggregate) else set()
    is_first = subject == around.first
    return tuple(event for event in service.publishes or () if event in own or (is_first and event not in listed))


def _status(service_name: str, item: DerivedOperation, service: WrittenService) -> OperationDraft:
    return OperationDraft(
        service_name, item.name, item.kind, item.role, item.method, item.path, Message(()), STATUS,
        idempotent=True, idempotency_key=None, pagination=False, timeout=None, latency_p50=P50, latency_p99=P99,
        calls=service_calls(service_name, service), publishes=(), subject=None, was=item.was,
    )  # fmt: skip


def _written(
    service_name: str,
    name: str,
    item: WrittenOperation,
    service: WrittenService,
    around: Surroundings,
    publishing: tuple[str, ...],
    sources: Sources,
) -> OperationDraft:
    kind = operation_kind(name, item)
    method, path = _http(name, item, kind, around)
    takes = written_input(name, item, kind, method, path, around)
    gives = written_output(name, item, kind, around)
    pages = item.pagination == "cursor" or (item.pagination is None and gives.page_of is not None)
    place: YamlPath = ("services", service_name, "api", "operations", name)
    calls = service_calls(service_name, service) if item.calls is None else placed(item.calls, place)
    latency = item.latency
    first = tuple(aggregate.name for aggregate in around.aggregates[:1])
    subject = _subject(item, kind, name, around)
    shape = OperationShape(kind, method, path, takes, gives, pages, subject)
    role = role_of_written(service_name, name, item, service, around, shape)
    draft = OperationDraft(
        service_name, name, kind, role, method, path, takes, gives,
        idempotent=(kind == "query") if item.idempotent is None else item.idempotent,
        idempotency_key=item.idempotency_key, pagination=pages, timeout=item.timeout,
        latency_p50=(latency.p50 if latency else None) or P50,
        latency_p99=(latency.p99 if latency else None) or P99,
        calls=calls,
        publishes=_written_publishes(name, item, service, publishing), subject=subject,
        rate_limit=item.rate_limit,
        reads=item.reads if item.reads is not None else first if kind == "query" else (),
        writes=item.writes if item.writes is not None else first if kind == "command" else (),
        is_public=bool(item.auth and item.auth.public), scopes=(item.auth.scopes if item.auth else None) or (),
        hedge=bool(item.hedge), strategy=item.strategy, is_written=True, was=item.was,
    )  # fmt: skip
    _note(draft, item, f"derived from the name `{name}`", sources)
    return draft


def _note(draft: OperationDraft, item: WrittenOperation | None, derived: str, sources: Sources) -> None:
    """Say where the settings of an operation come from; its deadline is worked out later."""
    place: YamlPath = ("services", draft.service, "api", "operations", draft.name)
    written: tuple[Level, ...] = (Level(place, item),) if item is not None else ()
    settings = Settings(sources, f"{draft.service}.{draft.name}", written)
    settings.value("kind", draft.kind, derived)
    settings.value("http", f"{draft.method} {draft.path}", derived)
    settings.value("idempotent", draft.idempotent, "derived from its kind")
    settings.value("pagination", "cursor" if draft.pagination else "none", "derived from its output")
    latency = settings.below("latency")
    latency.value("p50", draft.latency_p50, "assumed")
    latency.value("p99", draft.latency_p99, "assumed")


def service_calls(service_name: str, service: WrittenService) -> tuple[tuple[WrittenCall, YamlPath], ...]:
    return placed(service.calls or (), ("services", service_name))


def placed(calls: tuple[WrittenCall, ...], place: YamlPath) -> tuple[tuple[WrittenCall, YamlPath], ...]:
    return tuple((call, (*place, "calls", number)) for number, call in enumerate(calls))


def _http(name: str, item: WrittenOperation, kind: Kind, around: Surroundings) -> tuple[str, str]:
    if item.http is not None:
        method, _, path = item.http.partition(" ")
        return method, path
    path = f"/{kebab_case(name)}"
    if kind == "command":
        return "POST", path
    given = written_input(name, item, kind, "GET", path, around)
    if given.field("id") is not None and first_word(name) == "get":
        path = f"{path}/{{id}}"
    return "GET", path


def _written_publishes(
    name: str, item: WrittenOperation, service: WrittenService, publishing: tuple[str, ...]
) -> tuple[str, ...]:
    """Its own events; a command without any takes those of the service that no operation lists."""
    if item.publishes is not None:
        return item.publishes
    if name not in publishing or service.api is None:
        return ()
    listed = {event for other in (service.api.operations or {}).values() for event in other.publishes or ()}
    return tuple(event for event in service.publishes or () if event not in listed)


def _subject(item: WrittenOperation, kind: Kind, name: str, around: Surroundings) -> str | None:
    """What `writes` or `reads` names of the service's own; else what a read model serves, else the first aggregate."""
    own = {row.name for row in around.aggregates}
    named = (item.writes if kind == "command" else item.reads) or ()
    written = next((reference for reference in named if reference in own), None)
    if written is not None:
        return written
    if kind == "query":
        serving = next((model.name for model in around.read_models if name in model.serves), None)
        if serving is not None:
            return serving
    if kind == "command":
        return around.aggregates[0].name if around.aggregates else None
    return around.first.name if around.first else None
