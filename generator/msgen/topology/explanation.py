"""Resolved values with their sources, as `msgen explain` says them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from msgen.spec.document import Document
from msgen.topology.model import Provenance, Topology



def explanations(topology: Topology, document: Document, path: str) -> tuple[str, ...]:
    """One line per value at or below the path, `.` being the system; empty where there is none."""
    wanted = path.removeprefix("services.").replace(".api.operations.", ".")
    chosen = [
        (name, source)
        for name, source in topology.provenance.items()
        if wanted == "." or name == wanted or name.startswith((f"{wanted}.", f"{wanted}->"))
    ]
    return tuple(f"{name}: {shown(source.value)}  {_origin(source, document)}" for name, source in chosen)


def nearest_paths(topology: Topology, path: str) -> list[str]:
    return get_close_matches(path, topology.provenance, n=3, cutoff=0.6)


def shown(value: Any) -> str:
    """A value as the spec writes it.

    >>> shown(timedelta(milliseconds=550)), shown(Decimal("99.95")), shown(False)
    ('550ms', '99.95', 'false')
    """
    match value:
        case timedelta():
            milliseconds = value // timedelta(milliseconds=1)
            return f"{milliseconds // 1000}s" if milliseconds % 1000 == 0 else f"{milliseconds}ms"
        case bool():
            return str(value).lower()
        case tuple():
            return ", ".join(shown(item) for item in value) or "none"
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)


def _origin(source: Provenance, document: Document) -> str:
    if source.written_at is None:
        return source.source if source.source.startswith("derived") else f"from {source.source}"
    location = document.location(source.written_at)
    return f"from {location.file}:{location.line}"
