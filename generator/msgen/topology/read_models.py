"""Read models: what they are built from, their fields and their store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from msgen.design.service import Service as WrittenService
from msgen.design.types import Field, Scalar
from msgen.topology.events import EventDirectory
from msgen.topology.model import ReadModel, Scaling
from msgen.topology.settings import ServiceSettings

STALENESS = timedelta(seconds=5)


def resolved_read_models(
    name: str, service: WrittenService, directory: EventDirectory, settings: ServiceSettings, scaling: Scaling
) -> Iterator[ReadModel]:
    for model, written in (service.read_models or {}).items():
        sources = tuple(directory.reference(name, event) for event in written.sources)
        fields = tuple((written.fields or {}).values()) or _fields_of_sources(directory, sources)
        yield ReadModel(
            name=model,
            fields=_with_identity(fields, _key_type(directory, sources)),
            sources=sources,
            serves=written.serves or (),
            staleness=written.staleness or STALENESS,
            store=settings.read_model_store(model, written, scaling),
        )


def _fields_of_sources(directory: EventDirectory, sources: Sequence[str]) -> tuple[Field, ...]:
    """The fields of all source events, each once, except the keys: their value is the row's `id`."""
    found: dict[str, Field] = {}
    for source in sources:
        event = directory.event(source)
        for field in event.fields:
            if field.name not in ("id", event.key):
                found.setdefault(field.name, field)
    return tuple(found.values())


def _key_type(directory: EventDirectory, sources: Sequence[str]) -> Field:
    for source in sources:
        event = directory.event(source)
        key = next((field for field in event.fields if field.name == event.key), None)
        if key is not None:
            return Field("id", key.type)
    return Field("id", Scalar("uuid"))


def _with_identity(fields: tuple[Field, ...], identity: Field) -> tuple[Field, ...]:
    return fields if any(field.name == "id" for field in fields) else (identity, *fields)
