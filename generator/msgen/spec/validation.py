"""Validates the data of a document with the models, and tells their errors with positions."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from msgen.design.system import Design
from msgen.diagnostics import Finding

from .document import Document, Path
from .model_errors import finding_for


@dataclass(frozen=True)
class Doubtful:
    """What was left out of a design because it is wrong: nothing that depends on it is reported too."""

    names: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Validated:
    """A design, perhaps without its wrong parts, and what is wrong in them."""

    design: Design | None
    findings: tuple[Finding, ...] = ()
    doubtful: Doubtful = Doubtful()


def validated(document: Document) -> Validated:
    """The design of a document; parts that are wrong are left out, so that the rest can be checked too."""
    try:
        return Validated(Design.model_validate(document.data))
    except ValidationError as error:
        errors = error.errors(include_url=False)
    findings = tuple(finding_for(item, document) for item in errors)
    pruned = _Pruned(document)
    for item in errors:
        pruned.drop(tuple(item["loc"]))
    try:
        return Validated(Design.model_validate(pruned.data), findings, pruned.doubtful())
    except ValidationError:
        return Validated(None, findings)


class _Pruned:
    """A copy of the data of which wrong parts are dropped."""

    def __init__(self, document: Document) -> None:
        self.data: dict[str, Any] = copy.deepcopy(dict(document.data))
        self._document = document
        self._names: set[str] = set()
        self._services: set[str] = set()

    def doubtful(self) -> Doubtful:
        return Doubtful(frozenset(self._names), frozenset(self._services))

    def drop(self, location: Path) -> None:
        path = self._document.nearest(part for part in location if part != "[key]")
        path = self._droppable(path, location)
        if path[:1] == ("services",) and len(path) > 1:
            self._services.add(str(path[1]))
        parent: Any = self.data
        for part in path[:-1]:
            if not isinstance(parent, dict) or part not in parent:
                return
            parent = parent[part]
        if path and isinstance(parent, dict) and path[-1] in parent:
            self._names.update(_texts(parent[path[-1]]), (str(path[-1]),))
            del parent[path[-1]]

    def _droppable(self, path: Path, location: Path) -> Path:
        """Of a list all of it: without one entry the others would stand at other positions."""
        index = next((at for at, part in enumerate(path) if isinstance(part, int)), None)
        return path if index is None else path[:index]


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
