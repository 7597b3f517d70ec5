"""Validates the data of a document with the models, and tells their errors with positions."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from msgen.design.system import Design
from msgen.diagnostics import Finding

from .document import Document, Path
from .model_errors import finding_for

_ROUNDS = 4
"""A wrong key is dropped first, then the object that needs it, then what needs that."""


class Doubtful(Struct, frozen=True):
    """What was left out of a design because it is wrong: nothing that depends on it is reported too."""

    names: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()


class Validated(Struct, frozen=True):
    """A design, perhaps without its wrong parts, and what is wrong in them."""

    design: Design | None
    findings: tuple[Finding, ...] = ()
    doubtful: Doubtful = Doubtful()


def validated(document: Document) -> Validated:
    """The design of a document; parts that are wrong are left out, so that the rest can be checked too."""
    design, errors = _attempt(document.data)
    findings = tuple(finding_for(error, document) for error in errors)
    pruned = _Pruned(document)
    for _ in range(_ROUNDS):
        if design is not None:
            break
        for error in errors:
            pruned.drop(error)
        design, errors = _attempt(pruned.data)
    return Validated(design, findings, pruned.doubtful())


def _attempt(data: Mapping[str, Any]) -> tuple[Design | None, list[ErrorDetails]]:
    try:
        return Design.model_validate(data), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


class _Pruned:
    """A copy of the data of which wrong parts are dropped, as small as possible."""

    def __init__(self, document: Document) -> None:
        self.data: dict[str, Any] = copy.deepcopy(dict(document.data))
        self._document = document
        self._names: set[str] = set()
        self._services: set[str] = set()

    def doubtful(self) -> Doubtful:
        return Doubtful(frozenset(self._names), frozenset(self._services))

    def drop(self, error: ErrorDetails) -> None:
        """Drops what an error is about; where a key is missing, what lacks it."""
        location = error["loc"][:-1] if error["type"] == "missing" else error["loc"]
        path = self._document.nearest(part for part in location if part != "[key]")
        while path and isinstance(path[-1], int):
            path = path[:-1]  # without one entry the others of a list would stand at other positions
        parent: Any = self.data
        for part in path[:-1]:
            parent = _entry(parent, part)
        if path and isinstance(parent, dict) and path[-1] in parent:
            self._names.update(_texts(parent.pop(path[-1])), (str(path[-1]),))
            if path[0] == "services" and len(path) > 1 and _declares(path[2:]):
                self._services.add(str(path[1]))


def _entry(parent: Any, part: str | int) -> Any:
    if isinstance(parent, dict):
        return parent.get(str(part))
    if isinstance(parent, list) and isinstance(part, int) and part < len(parent):
        return parent[part]
    return None


def _declares(inside: Path) -> bool:
    """May a part of a service say which operations and aggregates it has, or what these look like."""
    if not inside:
        return True
    if inside[:2] == ("api", "operations") and len(inside) > 3:
        return inside[3] in ("kind", "http", "input", "output")
    return inside[0] in ("api", "aggregates", "read_models", "store", "role", "context")


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
