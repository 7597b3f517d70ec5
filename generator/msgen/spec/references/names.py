"""Two names of one map that differ in case or separators only, and names that two kinds of things share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgen.design.base import SpecModel
from msgen.design.naming import words
from msgen.diagnostics import Finding

from ..document import Path
from .scope import Scope

_FREE = ("language", "header", "value", "with_", "labels")
"""Maps whose keys are not names of ours."""


def check(scope: Scope) -> Iterator[Finding]:
    for path, names in _maps(scope.design, ()):
        yield from _alike(scope, path, names)
    yield from _service_or_external(scope)
    yield from _service_or_system(scope)


def _alike(scope: Scope, path: Path, names: list[str]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for name in names:
        other = first.setdefault("".join(words(name)), name)
        if other != name:
            yield scope.wrong(
                (*path, name), f"`{name}` and `{other}` differ in case or separators only",
                "both would give one file: rename one", [((*path, other), "the other one")], at_key=True,
            )  # fmt: skip


def _service_or_external(scope: Scope) -> Iterator[Finding]:
    for name in scope.externals:
        if name in scope.design.services:
            yield scope.wrong(
                ("externals", name), f"`{name}` is a service and an external system",
                "both are targets of a call: rename one",
                [(("services", name), "the service")], at_key=True,
            )  # fmt: skip


def _service_or_system(scope: Scope) -> Iterator[Finding]:
    platform = scope.design.platform
    if platform is None or platform.layout != "multi-repo" or scope.design.name not in scope.design.services:
        return
    yield scope.wrong(
        ("services", scope.design.name), "the service has the name of the system",
        "with `layout: multi-repo` both would be one folder: rename one", [(("name",), "the system")], at_key=True,
    )  # fmt: skip


def _maps(model: SpecModel, path: Path) -> Iterator[tuple[Path, list[str]]]:
    """Every map by name below a model."""
    for key, field in type(model).model_fields.items():
        if key in _FREE:
            continue
        here = (*path, field.alias or key)
        yield from _maps_of(getattr(model, key), here)


def _maps_of(value: Any, path: Path) -> Iterator[tuple[Path, list[str]]]:
    if isinstance(value, SpecModel):
        yield from _maps(value, path)
    elif isinstance(value, dict):
        yield path, [str(name) for name in value]
        for name, item in value.items():
            yield from _maps_of(item, (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _maps_of(item, (*path, index))
