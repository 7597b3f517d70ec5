"""JSON Schema of the language: the static one, and one with the names of a project.

Editors complete references from the second: no static schema can know which operations a system has.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgen.design.fields import EXPRESSION_SCHEMA, FIELD_SCHEMA
from msgen.design.system import LANGUAGE_VERSION, Design

from .document import Document
from .references.scope import Scope
from .validation import Doubtful

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDENTIFIER = f"urn:msgen:spec:{LANGUAGE_VERSION}"
Schema = dict[str, Any]

_SHARED: Mapping[str, Schema] = {"Field": FIELD_SCHEMA, "TypeExpression": EXPRESSION_SCHEMA}
"""Schemas that many keys share, by the name of their definition; the larger one first."""
_SHORT_KEYS = {"Call": "to", "Fallback": "kind", "Subscription": "event"}
"""Keys that a short form sets, of the models that refer to names."""

_REFERENCES: tuple[tuple[str, str, str], ...] = (
    ("Call", "to", "targets"),
    ("Call", "await_reply", "events"),
    ("Fallback", "to", "targets"),
    ("SagaStep", "do", "operations"),
    ("SagaStep", "compensate", "operations"),
    ("Saga", "coordinator", "services"),
    ("Saga", "trigger", "events"),
    ("Subscription", "event", "events"),
    ("ReadModel", "sources", "events"),
    ("Aggregate", "events", "events"),
    ("Aggregate", "entities", "types"),
    ("Aggregate", "value_objects", "types"),
    ("Aggregate", "context", "contexts"),
    ("Operation", "input", "messages"),
    ("Operation", "output", "messages"),
    ("Operation", "reads", "aggregates"),
    ("Operation", "writes", "aggregates"),
    ("Service", "context", "contexts"),
    ("Service", "owner", "teams"),
    ("Context", "owner", "teams"),
    ("Context", "shared", "types"),
    ("ContextRelation", "upstream", "contexts_and_externals"),
    ("ContextRelation", "downstream", "contexts"),
    ("Journey", "actor", "actors"),
    ("Journey", "entry", "operations"),
    ("Environment", "promote_from", "environments"),
    ("Probes", "liveness", "dependencies"),
    ("Probes", "readiness", "dependencies"),
)
"""Model, key, and the names that may stand there."""


def static_schema() -> Schema:
    """The JSON Schema of the language, for every project."""
    schema: Schema = _with_references(_tidied(Design.model_json_schema(by_alias=True)))
    schema["$defs"] = dict(sorted({**schema["$defs"], **_definitions()}.items()))
    return {
        "$schema": DIALECT,
        "$id": IDENTIFIER,
        "title": "msgen spec",
        "description": f"A microservice system in version {LANGUAGE_VERSION} of the msgen spec language.",
        **{key: value for key, value in schema.items() if key != "description"},
    }


def project_schema(design: Design, static: Schema | None = None) -> Schema:
    """The JSON Schema with the names of a project: its services, operations, events and types.

    `static` is what `static_schema` built, where that is at hand; it is used up.
    """
    schema = static_schema() if static is None else static
    names = _names(design)
    definitions: dict[str, Schema] = schema["$defs"]
    for model, key, kind in _REFERENCES:
        definition = definitions[model]
        forms = definition.get("anyOf", [definition])
        properties = forms[-1]["properties"]
        properties[key] = _with_names(properties[key], names[kind])
        if len(forms) > 1:  # a short form stands before the map
            forms[0] = _with_names(forms[0], names[kind]) if key == _SHORT_KEYS[model] else forms[0]
    schema["$id"] = f"{IDENTIFIER}:{design.name}"
    schema["title"] = f"msgen spec of {design.name}"
    _allow_context_files(schema)
    return schema


def _definitions() -> Schema:
    field = {"anyOf": [_with_references(form) for form in FIELD_SCHEMA["anyOf"]]}
    return {"Field": field, "TypeExpression": EXPRESSION_SCHEMA}


def _names(design: Design) -> Mapping[str, tuple[str, ...]]:
    scope = Scope(Document({}, {}, {}), design, Doubtful())
    operations = [f"{service}.{name}" for service, known in scope.operations.items() for name in known]
    targets = [*design.services, *operations, *scope.externals]
    events = {
        form
        for event, owners in scope.events.items()
        for form in ([event] if len(owners) == 1 else [f"{owner}.{event}" for owner in owners])
    }
    types = {name for known in scope.types.values() for name in known}
    aggregates = {
        form for service, known in scope.aggregates.items() for name in known for form in (name, f"{service}.{name}")
    }
    return {
        "services": _sorted(design.services),
        "operations": _sorted(operations),
        "targets": _sorted(targets),
        "events": _sorted(events),
        "types": _sorted(types),
        "messages": _sorted([*types, "unknown"]),
        "aggregates": _sorted(aggregates),
        "contexts": _sorted(scope.contexts),
        "contexts_and_externals": _sorted([*scope.contexts, *scope.externals]),
        "teams": _sorted(design.teams or {}),
        "actors": _sorted(design.actors or {}),
        "environments": _sorted(scope.environments),
        "dependencies": _sorted(["store", "broker", *design.services, *scope.externals]),
    }


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def _with_names(schema: Schema, names: tuple[str, ...]) -> Schema:
    """The schema of a key in which every text with a pattern is one of the names."""
    if not names:
        return schema

    def renamed(part: Schema) -> Schema:
        if part.get("type") == "string" and "pattern" in part:
            return {"type": "string", "enum": list(names)}
        return part

    changed: Schema = _changed(copy.deepcopy(schema), renamed)
    return changed


def _changed(part: Any, change: Callable[[Schema], Schema]) -> Any:
    """Every schema in one, changed, but not those of the fields of a map."""
    if isinstance(part, list):
        return [_changed(item, change) for item in part]
    if not isinstance(part, dict):
        return part
    inner = {key: _changed(value, change) if key in ("anyOf", "items") else value for key, value in part.items()}
    return change(inner)


def _with_references(part: Any) -> Any:
    """Field schemas stand once among the definitions, instead of wherever there is a map of fields."""
    for name, shared in _SHARED.items():
        if part == shared:
            return {"$ref": f"#/$defs/{name}"}
    if isinstance(part, list):
        return [_with_references(item) for item in part]
    if isinstance(part, dict):
        return {key: _with_references(item) for key, item in part.items()}
    return part


def _allow_context_files(schema: Schema) -> None:
    """Context files begin with `context:` and hold the keys of a context besides services and the like."""
    whole = {key: schema.pop(key) for key in ("type", "properties", "required", "additionalProperties")}
    own = {"patternProperties": schema.pop("patternProperties", {}), **whole}
    context = schema["$defs"]["Context"]["properties"]
    shared = {key: whole["properties"][key] for key in ("services", "sagas", "journeys", "externals")}
    named = {"type": "string", "description": "The context that the file is about; the first key."}
    part = {
        "type": "object",
        "patternProperties": {"^x-": {}},
        "properties": {"context": named, **context, **shared},
        "required": ["context"],
        "additionalProperties": False,
    }
    schema["if"] = {"type": "object", "required": ["context"]}
    schema["then"] = part
    schema["else"] = own


def _tidied(part: Any) -> Any:
    """Without titles, which only repeat names; maps by name refuse keys that are no names."""
    if isinstance(part, list):
        return [_tidied(item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {key: item if key == "examples" else _tidied(item) for key, item in part.items() if not _is_noise(key, item)}
    if "patternProperties" in kept and "properties" not in kept:
        kept["patternProperties"]["^x-"] = {}
        kept["additionalProperties"] = False
        kept.pop("propertyNames", None)
    return kept


def _is_noise(key: str, item: Any) -> bool:
    return (key == "title" and isinstance(item, str)) or (key == "default" and item is None)
