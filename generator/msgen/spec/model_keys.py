"""Which keys an object of the spec has, and where a misplaced one belongs."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args, get_origin

from msgen.design.base import SpecModel
from msgen.design.system import Design

from .document import Path
from .suggestions import did_you_mean, listed

_HABITS = {
    "components": "services", "microservices": "services", "apps": "services", "domains": "contexts",
    "bounded_contexts": "contexts", "dependencies": "calls", "depends_on": "calls", "requires": "calls",
    "uses": "calls", "database": "store", "db": "store", "storage": "store", "emits": "publishes",
    "sends": "publishes", "produces": "publishes", "consumes": "subscribes", "receives": "subscribes",
    "listens": "subscribes", "handles": "subscribes", "endpoints": "operations", "methods": "operations",
    "routes": "operations", "entities": "aggregates", "request": "input", "response": "output", "returns": "output",
    "params": "input",
    "body": "input", "path": "http", "route": "http", "users": "actors", "third_parties": "externals",
    "adr": "decisions", "adrs": "decisions", "workflows": "sagas", "flows": "journeys",
    "envs": "environments",
    "version": "msgen", "target": "to", "service": "to", "retries": "retry", "breaker": "circuit_breaker",
    "roles": "upstream_roles", "desc": "description", "title": "description", "slos": "slo", "port": "api",
}  # fmt: skip


def model_at(path: Path) -> type[SpecModel] | None:
    """The model of the object at a path; `None` where the object has free keys."""
    model: type[SpecModel] | None = Design
    parts = iter(path)
    for part in parts:
        if model is None:
            return None
        entry = _entries(model).get(str(part))
        if entry is None:
            return model
        model, keyed = entry
        if keyed and next(parts, None) is None:
            return None
    return model


def key_hint(path: Path) -> str:
    """What was probably meant by an unknown key."""
    model = model_at(path[:-1])
    if model is None:
        return ""
    name, keys = str(path[-1]), list(_entries(model))
    habit = _HABITS.get(name.lower())
    if habit in keys:
        return f"did you mean `{habit}`"
    if near := did_you_mean(name, keys):
        return near
    home = next((key for key, (inner, keyed) in _entries(model).items() if _holds(inner, keyed, name)), None)
    if home:
        return f"`{name}` belongs under `{home}`"
    return f"allowed are {listed(keys)}"


def _holds(model: type[SpecModel] | None, keyed: bool, name: str) -> bool:
    return model is not None and not keyed and name in _entries(model)


@cache
def _entries(model: type[SpecModel]) -> dict[str, tuple[type[SpecModel] | None, bool]]:
    """The keys of a model: the model of what they hold, and whether it stands below a name or an index."""
    return {
        field.alias or name: (_inner_model(field.annotation), _is_collection(field.annotation))
        for name, field in model.model_fields.items()
    }


def _inner_model(annotation: Any) -> type[SpecModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, SpecModel):
        return annotation
    found = (_inner_model(argument) for argument in get_args(annotation))
    return next((model for model in found if model is not None), None)


def _is_collection(annotation: Any) -> bool:
    if get_origin(annotation) in (dict, tuple):
        return True
    return any(_is_collection(argument) for argument in get_args(annotation))
