"""Resolved values with their sources, as `msgen explain` says them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

from msgen.spec.document import Document
from msgen.spec.document import Path as YamlPath
from msgen.topology.model import Provenance, Topology

SYSTEM = "."
_PERCENT = ("availability", "budget", "failure_rate", "target")
_MEBIBYTE = 1024**2


class Told(Struct, frozen=True):
    """A value with its source."""

    name: str
    """Object path, or path in the YAML."""
    value: str
    """As the spec writes it, or as it would."""
    origin: str
    """`from msgen.yaml:7`, `built-in`, `derived from ...`."""
    is_exact: bool = False
    """The path that was asked for names this value alone."""


def explanation(topology: Topology, document: Document, path: str) -> tuple[str, ...]:
    """What an object path or a path in the YAML stands for; empty where there is nothing of that name.

    One value is told alone, several are lines of YAML with their sources as comments.
    """
    return tuple(
        f"{item.value}  {item.origin}" if item.is_exact else f"{item.name}: {item.value}  # {item.origin}"
        for item in told(topology, document, path)
    )


def told(topology: Topology, document: Document, path: str) -> tuple[Told, ...]:
    """The values that an object path or a path in the YAML stands for."""
    name = _object_path(topology, path)
    if name in topology.provenance:
        source = topology.provenance[name]
        return (Told(name, shown(name, source, document), _origin(source, document), is_exact=True),)
    found = list(_below(topology, name)) or list(_written_below(topology, _yaml_path(path)))
    if found:
        return tuple(Told(name, shown(name, source, document), _origin(source, document)) for name, source in found)
    return tuple(_as_written(document, _yaml_path(path))) or tuple(_as_written(document, _in_yaml(topology, name)))


def nearest_paths(topology: Topology, document: Document, path: str) -> list[str]:
    """What was probably meant, at most three."""
    known = {*topology.provenance, *topology.services, *(_shown_path(each) for each in document.places if each)}
    return get_close_matches(path, sorted(known), n=3, cutoff=0.6)


def shown(name: str, source: Provenance, document: Document) -> str:
    """The value as the spec writes it, or as it would."""
    place = document.places.get(source.written_at) if source.written_at is not None else None
    return place.raw if place is not None and place.raw else in_units(name, source.value)


def in_units(name: str, value: Any) -> str:
    """A value of the setting `name`, with the unit that the spec gives to it.

    >>> in_units("a.timeout", timedelta(milliseconds=550)), in_units("a.store.availability", Decimal("99.95"))
    ('550ms', '99.95%')
    >>> in_units("a.resources.memory", 268435456), in_units("a.deadline", False)
    ('256Mi', 'false')
    """
    key = name.rpartition(".")[2]
    match value:
        case bool():
            return str(value).lower()
        case timedelta():
            milliseconds = value // timedelta(milliseconds=1)
            return f"{milliseconds}ms" if milliseconds % 1000 else f"{milliseconds // 1000}s"
        case tuple():
            return ", ".join(in_units(name, item) for item in value) or "none"
        case Decimal():
            return f"{value:f}{'%' if key in _PERCENT else '/s' if key == 'per_pod' else ''}"
        case int() if key in ("cpu", "cpu_limit"):
            return f"{value}m"
        case int() if key in ("memory", "memory_limit") and value % _MEBIBYTE == 0:
            return f"{value // _MEBIBYTE}Mi"
        case _:
            return str(value)


def _below(topology: Topology, name: str) -> Iterator[tuple[str, Provenance]]:
    for known, source in topology.provenance.items():
        if name == SYSTEM or known.startswith((f"{name}.", f"{name}->", f"{name}#")):
            yield known, source


def _written_below(topology: Topology, path: YamlPath) -> Iterator[tuple[str, Provenance]]:
    """The values that a part of the YAML sets: a default sets those of many objects."""
    for known, source in topology.provenance.items():
        if source.written_at is not None and source.written_at[: len(path)] == path:
            yield known, source


def _as_written(document: Document, path: YamlPath) -> Iterator[Told]:
    """What is written and resolves to nothing else: names, descriptions, journeys."""
    for written, place in document.places.items():
        if place.raw is None or written[: len(path)] != path or not path:
            continue
        yield Told(_shown_path(written), place.raw, _at(document, written), is_exact=written == path)


def _object_path(topology: Topology, path: str) -> str:
    """The object path for a path in the YAML; any other path as it is.

    `services.orders.api.operations.Place.timeout` is `orders.Place.timeout`, and calls and subscriptions have
    the name of what they lead to instead of a number.
    """
    name = path.removeprefix("services.").replace(".api.operations.", ".")
    service = topology.services.get(name.partition(".")[0])
    if service is None:
        return name
    if numbered := re.fullmatch(r"[^.]+\.([^.]+)\.calls\.([0-9]+)(.*)", name):
        operation, index, rest = numbered.groups()
        calls = next((item.calls for item in service.operations if item.name == operation), ())
        return f"{calls[int(index)].path}{rest}" if int(index) < len(calls) else name
    if numbered := re.fullmatch(r"[^.]+\.subscribes\.([0-9]+)(.*)", name):
        index, rest = numbered.groups()
        own = [item.event for item in service.subscriptions if item.read_model is None]
        return f"{service.name}.subscribes.{own[int(index)]}{rest}" if int(index) < len(own) else name
    return name


def _in_yaml(topology: Topology, name: str) -> YamlPath:
    """The path in the YAML for an object path of a service, an operation or an external system."""
    service, *rest = name.split(".")
    if service in topology.externals:
        return ("externals", service, *rest)
    known = topology.services.get(service)
    is_operation = known is not None and any(item.name == rest[0] for item in known.operations) if rest else False
    return ("services", service, *(("api", "operations") if is_operation else ()), *rest)


def _yaml_path(path: str) -> YamlPath:
    return tuple(int(part) if part.isdigit() else part for part in path.split("."))


def _shown_path(path: YamlPath) -> str:
    return ".".join(map(str, path))


def _origin(source: Provenance, document: Document) -> str:
    if source.written_at is not None:
        return _at(document, source.written_at)
    return f"from {source.source}" if source.source.startswith("profile:") else source.source


def _at(document: Document, path: YamlPath) -> str:
    location = document.location(path)
    folder = f"{document.folder}/" if document.folder else ""
    return f"from {folder}{location.file}:{location.line}"
