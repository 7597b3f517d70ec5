"""A service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from msgen.additions.draft import Contents, Draft
from msgen.additions.fields import Fields
from msgen.additions.homes import file_of_context
from msgen.additions.known import (
    event_of,
    refuse_taken,
    refuse_unknown_context,
    refuse_unknown_target,
    refuse_unknown_team,
    service_of,
)
from msgen.additions.likeness import likeness
from msgen.additions.unsaid import without_what_is_usual
from msgen.spec import Document
from msgen.topology.model import Topology


class ServiceAddition(Struct, frozen=True):
    name: str
    context: str | None = None
    role: str | None = None
    description: str | None = None
    owner: str | None = None
    protocols: tuple[str, ...] = ()
    """None makes a worker, unless it is like another service."""
    exposure: str | None = None
    auth: str | None = None
    aggregates: Mapping[str, Fields] = field(default_factory=dict)
    publishes: tuple[str, ...] = ()
    subscribes: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    store: str | None = None
    like: str | None = None
    """A service whose settings it gets: how it is offered, stored, scaled and released."""


def with_service(document: Document, topology: Topology, addition: ServiceAddition) -> Contents:
    _refuse_unknown(topology, addition)
    said = _said(Draft(document), addition)
    context = said.get("context") or addition.name
    file = file_of_context(document, context)
    path = ("services", addition.name)
    refuse_taken(document, path, "the service", file)
    refuse_taken(document, ("externals", addition.name), "the external system", file, "has that name")
    if file or context == addition.name:
        said.pop("context", None)
    said = without_what_is_usual(Draft(document), path, said, file)
    return Draft(document).with_key(path, said, file).document.contents


def _refuse_unknown(topology: Topology, addition: ServiceAddition) -> None:
    if addition.context not in (None, addition.name):
        refuse_unknown_context(topology, str(addition.context))
    if addition.owner is not None:
        refuse_unknown_team(topology, addition.owner)
    if addition.like is not None:
        service_of(topology, addition.like)
    for target in addition.calls:
        refuse_unknown_target(topology, target)
    for event in addition.subscribes:
        if event not in addition.publishes:
            event_of(topology, event)


def _said(draft: Draft, addition: ServiceAddition) -> dict[str, Any]:
    """Every key that has a value, in the order of the language's reference."""
    shape = likeness(draft.written(("services", addition.like))) if addition.like is not None else {}
    said: dict[str, Any] = {
        "context": addition.context or shape.pop("context", None),
        "role": addition.role or shape.pop("role", None),
        "description": addition.description,
        "owner": addition.owner or shape.pop("owner", None),
        "api": _api(shape.pop("api", None), addition),
        "aggregates": {name: {"fields": fields} if fields else {} for name, fields in addition.aggregates.items()},
        "publishes": list(addition.publishes),
        "subscribes": list(addition.subscribes),
        "calls": list(addition.calls),
        "store": addition.store or shape.pop("store", None),
    }
    return {key: value for key, value in said.items() if value} | shape


def _api(shape: Any, addition: ServiceAddition) -> Any:
    """A protocol where nothing else is said."""
    said = dict(shape) if isinstance(shape, dict) else {"protocol": shape} if shape else {}
    if addition.protocols:
        protocols = list(addition.protocols)
        said["protocol"] = protocols[0] if len(protocols) == 1 else protocols
    said |= {key: value for key in ("exposure", "auth") if (value := getattr(addition, key)) is not None}
    return said["protocol"] if said.keys() == {"protocol"} else said
