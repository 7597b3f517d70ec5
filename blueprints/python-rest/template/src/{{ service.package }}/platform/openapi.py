"""The OpenAPI document of the service, as a person would have written it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

Json = dict[str, Any]

PROBLEM_SCHEMAS: Json = {
    "FieldProblem": {
        "type": "object",
        "description": "What is wrong with one field of the input.",
        "required": ["field", "message"],
        "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
    },
    "Problem": {
        "type": "object",
        "description": "Why a request was not fulfilled (RFC 9457).",
        "required": ["type", "title", "status", "code"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"type": "string", "description": "The gRPC status that says the same."},
            "detail": {"type": "string"},
            "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldProblem"}},
            "trace_id": {"type": "string", "description": "The trace of the request, for support."},
        },
    },
}

_SUCCESSES = {"200": "OK", "201": "Created", "202": "Accepted", "204": "No content"}
_FRAMEWORK_SCHEMAS = ("HTTPValidationError", "ValidationError")
_NAMED_CHILDREN = ("properties", "patternProperties", "$defs")
_LISTED_CHILDREN = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE_CHILDREN = ("additionalProperties", "items", "not")
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")


def install_openapi(app: FastAPI) -> None:
    """Let `app.openapi()` give the clean document."""
    generate: Callable[[], Json] = app.openapi

    def openapi() -> Json:
        if app.openapi_schema is None:
            app.openapi_schema = cleaned(generate())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def cleaned(document: Json) -> Json:
    """The document without what the framework adds by itself.

    1. No schema has a `title`: its key or its property is its name.
    2. Bounds that are whole numbers are written as such.
    3. Errors of an operation are exactly those given as `responses=`, in the order of their status.
    4. The framework's error schemas are gone, those of a problem are there if anything names them.
    5. Schemas stand in the order of their names.
    """
    paths = {path: _cleaned_path(item) for path, item in document.get("paths", {}).items()}
    components = document.get("components", {})
    schemas = {
        name: _cleaned_schema(schema)
        for name, schema in components.get("schemas", {}).items()
        if name not in _FRAMEWORK_SCHEMAS
    }
    if "#/components/schemas/Problem" in str(paths):
        schemas |= PROBLEM_SCHEMAS
    components = {**components, "schemas": dict(sorted(schemas.items()))}
    used = {kind: named for kind, named in components.items() if named}
    result = {**document, "paths": paths, "components": used}
    return result if used else {key: result[key] for key in result if key != "components"}


def _cleaned_path(item: Json) -> Json:
    return {
        method: _cleaned_operation(operation) if "responses" in operation else operation
        for method, operation in item.items()
    }


def _cleaned_operation(operation: Json) -> Json:
    result = dict(operation)
    if "parameters" in result:
        result["parameters"] = [_with_clean_schema(item) for item in result["parameters"]]
    if "requestBody" in result:
        result["requestBody"] = _with_clean_content(result["requestBody"])
    result["responses"] = {
        status: _cleaned_response(status, response)
        for status, response in sorted(result["responses"].items())
        if "#/components/schemas/HTTPValidationError" not in str(response)
    }
    return result


def _cleaned_response(status: str, response: Json) -> Json:
    result = _with_clean_content(response)
    if result.get("description") == "Successful Response":
        result["description"] = _SUCCESSES.get(status, "Success")
    return result


def _with_clean_content(part: Json) -> Json:
    if "content" not in part:
        return dict(part)
    content = {media: _with_clean_schema(body) for media, body in part["content"].items()}
    return {**part, "content": content}


def _with_clean_schema(part: Json) -> Json:
    return {**part, "schema": _cleaned_schema(part["schema"])} if "schema" in part else dict(part)


def _cleaned_schema(schema: Any) -> Any:
    """Keywords are told from names: a property may well be called `title`."""
    if not isinstance(schema, dict):
        return schema
    return {key: _cleaned_value(key, value) for key, value in schema.items() if key != "title"}


def _cleaned_value(key: str, value: Any) -> Any:
    if key in _NAMED_CHILDREN:
        return {name: _cleaned_schema(child) for name, child in value.items()}
    if key in _LISTED_CHILDREN:
        return [_cleaned_schema(child) for child in value]
    if key in _SINGLE_CHILDREN:
        return _cleaned_schema(value)
    if key in _BOUNDS and isinstance(value, float) and value.is_integer():
        return int(value)
    return value
