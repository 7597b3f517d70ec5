"""A saga, with its steps and what undoes them."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from msgen.additions.draft import Contents, Draft
from msgen.additions.errors import AdditionError
from msgen.additions.fields import parts
from msgen.additions.homes import file_beside_others
from msgen.additions.known import event_of, operation_of, refuse_taken, service_of
from msgen.spec import Document
from msgen.topology.model import Topology

EXAMPLE = "for example `pay: payments.Authorize, compensate payments.Void, timeout 5s`"


class StepAddition(Struct, frozen=True):
    name: str
    do: str
    compensate: str | None = None
    timeout: str | None = None
    pivot: bool = False


class SagaAddition(Struct, frozen=True):
    name: str
    trigger: str
    steps: tuple[StepAddition, ...]
    coordinator: str | None = None
    style: str | None = None
    deadline: str | None = None
    isolation: str | None = None


def step(text: str) -> StepAddition:
    """
    >>> step("pay: payments.Authorize, compensate payments.Void, timeout 5s").compensate
    'payments.Void'
    """
    name, _, rest = text.partition(":")
    do, *more = parts(rest) or [""]
    said: dict[str, Any] = {}
    for part in more:
        key, _, value = part.partition(" ")
        if key not in ("compensate", "timeout", "pivot") or bool(value) == (key == "pivot"):
            raise AdditionError(f"`{part}` is nothing that a step of a saga has", EXAMPLE)
        said[key] = value.strip() or True
    if not name.strip() or not do:
        raise AdditionError(f"`{text}` is no step: it needs a name and what it does", EXAMPLE)
    return StepAddition(name.strip(), do, **said)


def with_saga(document: Document, topology: Topology, addition: SagaAddition) -> Contents:
    event = event_of(topology, addition.trigger)
    if addition.coordinator is not None:
        service_of(topology, addition.coordinator)
    if not addition.steps:
        raise AdditionError("a saga has steps", EXAMPLE)
    for item in addition.steps:
        operation_of(topology, item.do)
        if item.compensate is not None:
            operation_of(topology, item.compensate)
    driver = addition.coordinator or next(iter(event.publishers), None)
    context = topology.services[driver].context if driver else event.context
    path, file = ("sagas", addition.name), file_beside_others(document, "sagas", context)
    refuse_taken(document, path, "the saga", file)
    usual = event.publishers[0] if len(event.publishers) == 1 else None
    said: dict[str, Any] = {
        "style": None if addition.style == "orchestration" else addition.style,
        "coordinator": None if addition.coordinator == usual else addition.coordinator,
        "trigger": addition.trigger,
        "deadline": addition.deadline,
        "isolation": None if addition.isolation == "none" else addition.isolation,
        "steps": [_written(item) for item in addition.steps],
    }
    written = {key: value for key, value in said.items() if value is not None}
    return Draft(document).with_key(path, written, file).document.contents


def _written(item: StepAddition) -> dict[str, Any]:
    said = {
        "name": item.name,
        "do": item.do,
        "compensate": item.compensate,
        "pivot": item.pivot or None,
        "timeout": item.timeout,
    }
    return {key: value for key, value in said.items() if value is not None}
