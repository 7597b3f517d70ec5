"""Operations and aggregates that follow from what is written, where they are not written themselves."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from .api import Operation
from .defaults import Defaults
from .naming import kebab_case, pascal_case, plural, singular, words
from .service import Aggregate, Service
from .storage import Store
from .types import Field, Scalar

Kind = Literal["command", "query"]
OperationRole = Literal["create", "get", "list", "update", "delete", "custom"]

QUERY_WORDS = ("get", "list", "find", "search", "count")
PAGE_WORDS = ("list", "find", "search")
ID = Field("id", Scalar("uuid"))


class DerivedOperation(Struct, frozen=True):
    """An operation that nobody wrote."""

    name: str
    kind: Kind
    role: OperationRole
    subject: str | None
    """The aggregate or read model it works on."""
    method: str
    path: str
    was: str | None = None
    """Its old name, where what it is derived from was renamed."""


def derived_operations(service_name: str, service: Service) -> tuple[DerivedOperation, ...]:
    """The operations of a service that has an API and wrote none; empty for a worker or a contract."""
    if service.api is None or service.api.operations is not None or service.api.contract is not None:
        return ()
    aggregates = implied_aggregates(service_name, service)
    if aggregates:
        return tuple(operation for name, item in aggregates.items() for operation in _five(name, item.was))
    if service.read_models:
        return tuple(operation for name in service.read_models for operation in _two(name))
    was = f"Get{pascal_case(service.was)}" if service.was else None
    return (
        DerivedOperation(f"Get{pascal_case(service_name)}", "query", "custom", None, "GET", f"/{service_name}", was),
    )


def implied_aggregates(service_name: str, service: Service) -> dict[str, Aggregate]:
    """The aggregates of a service, written or implied by its store, each with an `id`."""
    written = service.aggregates or {}
    if not written and not service.read_models and store_engine_written(service) != "none":
        written = {} if _keeps_nothing(service) else {_singular_pascal(service_name): _implied(service)}
    return {name: _with_id(aggregate) for name, aggregate in written.items()}


def with_default_engine(service: Service, *defaults: Defaults | None) -> Service:
    """The service as if it had written the store engine that the first of the defaults names."""
    if service.store is not None and service.store.engine is not None:
        return service
    engine = next((item.store.engine for item in defaults if item and item.store and item.store.engine), None)
    if engine is None:
        return service
    return service.model_copy(update={"store": (service.store or Store()).model_copy(update={"engine": engine})})


def store_engine_written(service: Service) -> str | None:
    """The engine that the service itself names; `None` where it names none."""
    return service.store.engine if service.store else None


def operation_kind(name: str, operation: Operation) -> Kind:
    """The kind of a written operation: as written, by its method, by the first word of its name."""
    if operation.kind is not None:
        return operation.kind
    reads = operation.http is not None and operation.http.startswith("GET ")
    return "query" if reads or first_word(name) in QUERY_WORDS else "command"


def first_word(name: str) -> str:
    return next(iter(words(name)), "")


def _keeps_nothing(service: Service) -> bool:
    """A bff or gateway has no store unless it names one."""
    return service.role in ("bff", "gateway") and store_engine_written(service) is None


def _implied(service: Service) -> Aggregate:
    """An aggregate that has its name from the service, and is renamed with it."""
    return Aggregate(was=_singular_pascal(service.was) if service.was else None)


def _singular_pascal(service_name: str) -> str:
    *rest, last = words(service_name)
    return pascal_case("-".join([*rest, singular(last)]))


def _with_id(aggregate: Aggregate) -> Aggregate:
    fields = aggregate.fields or {}
    if "id" in fields:
        return aggregate
    return aggregate.model_copy(update={"fields": {"id": ID, **fields}})


def _five(aggregate: str, was: str | None) -> tuple[DerivedOperation, ...]:
    many = plural(aggregate)
    path = f"/{kebab_case(many)}"
    old = _five_names(was) if was else (None,) * 5
    create, get, list_, update, delete = _five_names(aggregate)
    return (
        DerivedOperation(create, "command", "create", aggregate, "POST", path, old[0]),
        DerivedOperation(get, "query", "get", aggregate, "GET", f"{path}/{{id}}", old[1]),
        DerivedOperation(list_, "query", "list", aggregate, "GET", path, old[2]),
        DerivedOperation(update, "command", "update", aggregate, "PUT", f"{path}/{{id}}", old[3]),
        DerivedOperation(delete, "command", "delete", aggregate, "DELETE", f"{path}/{{id}}", old[4]),
    )


def _five_names(aggregate: str) -> tuple[str, str, str, str, str]:
    return (
        f"Create{aggregate}",
        f"Get{aggregate}",
        f"List{plural(aggregate)}",
        f"Update{aggregate}",
        f"Delete{aggregate}",
    )


def _two(read_model: str) -> tuple[DerivedOperation, ...]:
    one, many = pascal_case(read_model), plural(pascal_case(read_model))
    path = f"/{kebab_case(many)}"
    return (
        DerivedOperation(f"Get{one}", "query", "get", read_model, "GET", f"{path}/{{id}}"),
        DerivedOperation(f"List{many}", "query", "list", read_model, "GET", path),
    )
