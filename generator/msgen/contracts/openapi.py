"""The OpenAPI 3.1 document of a REST service: what the running service serves, known before it runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgen.contracts.catalogue import Catalogue
from msgen.contracts.http import Body, HttpOperation, QueryParameter, http_operation
from msgen.contracts.jsonschema import SchemaBook
from msgen.contracts.scalars import Schema
from msgen.contracts.yaml_text import yaml_text
from msgen.design.naming import snake_case, words
from msgen.design.types import Field
from msgen.topology.model import Operation, Service, Topology

_JSON = "application/json"
_PROBLEM_JSON = "application/problem+json"
_PROBLEM: Schema = {"$ref": "#/components/schemas/Problem"}
_SUCCESSES: Mapping[int, str] = {200: "OK", 201: "Created", 204: "No content"}
_PROBLEMS: Mapping[int, str] = {
    400: "The request cannot be read",
    404: "Not found",
    409: "Conflict",
    412: "The version differs",
    422: "The input is invalid",
    428: "The version is missing",
    429: "Too many requests",
    500: "Internal error",
    503: "Not available for now",
    504: "The deadline is over",
}
_ANSWER_HEADERS: Mapping[str, Schema] = {
    "ETag": {"description": "The version of the aggregate", "schema": {"type": "string"}},
    "Location": {
        "description": "Where it is found",
        "schema": {"type": "string", "format": "uri-reference"},
    },
}
_IF_MATCH: Schema = {"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}}
_PROBLEM_SCHEMAS: Mapping[str, Schema] = {
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


def openapi_yaml(topology: Topology, service: Service) -> str:
    """The text of `contracts/openapi.yaml`."""
    return yaml_text(openapi(topology, service))


def openapi(topology: Topology, service: Service) -> dict[str, Any]:
    """The document; its paths stand in the order of the operations, its schemas in that of their names."""
    book = SchemaBook(Catalogue.of_service(topology, service))
    paths: dict[str, dict[str, Any]] = {}
    for operation in service.operations:
        route = http_operation(service, operation, book.catalogue)
        paths.setdefault(route.path, {})[operation.method.lower()] = _operation(route, book)
    schemas = {**book.components, **(_PROBLEM_SCHEMAS if paths else {})}
    return {
        "openapi": "3.1.0",
        "info": _info(service),
        "paths": paths,
        **({"components": {"schemas": dict(sorted(schemas.items()))}} if schemas else {}),
    }


def title(service: Service) -> str:
    """`order-history` is shown as `Order history`."""
    return " ".join(words(service.name)).capitalize()


def summary(operation: Operation) -> str:
    """`PlaceOrder` is shown as `Place order`."""
    return " ".join(words(operation.name)).capitalize()


def _info(service: Service) -> Schema:
    return {
        "title": title(service),
        **({"description": service.description} if service.description else {}),
        "version": service.api_version or "v1",
    }


def _operation(route: HttpOperation, book: SchemaBook) -> Schema:
    operation = route.operation
    parameters = _parameters(route, book)
    return {
        "summary": summary(operation),
        **({"description": operation.description} if operation.description else {}),
        "operationId": snake_case(operation.name),
        **({"parameters": parameters} if parameters else {}),
        **({"requestBody": _request_body(route.body, book)} if route.body else {}),
        "responses": {
            str(route.status): _success(route, book),
            **{str(status): _problem(status) for status in route.problems},
        },
    }


def _parameters(route: HttpOperation, book: SchemaBook) -> list[Schema]:
    parameters = [_parameter("path", item, True, book.of_field(item)) for item in route.path_parameters]
    parameters += [
        _parameter("query", item.field, item.required, _query_schema(item, book)) for item in route.query_parameters
    ]
    if route.needs_if_match:
        parameters.append(_IF_MATCH)
    if route.idempotency_header:
        parameters.append(_idempotency_parameter(route.idempotency_header))
    return parameters


def _parameter(place: str, field: Field, required: bool, schema: Schema) -> Schema:
    return {
        "name": field.name,
        "in": place,
        "required": required,
        "schema": schema,
        **({"description": field.description} if field.description else {}),
    }


def _query_schema(parameter: QueryParameter, book: SchemaBook) -> Schema:
    if parameter.form != "json":
        return book.of_field(parameter.field)
    return book.of_json_text(parameter.field)


def _idempotency_parameter(name: str) -> Schema:
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    return {"name": name, "in": "header", "required": True, "schema": schema}


def _request_body(body: Body, book: SchemaBook) -> Schema:
    return {"required": True, "content": {_JSON: {"schema": _reference(body, book)}}}


def _success(route: HttpOperation, book: SchemaBook) -> Schema:
    headers = {name: _ANSWER_HEADERS[name] for name in route.answer_headers}
    return {
        "description": _SUCCESSES[route.status],
        **({"headers": headers} if headers else {}),
        **({"content": {_JSON: {"schema": _reference(route.answer, book)}}} if route.answer else {}),
    }


def _problem(status: int) -> Schema:
    return {"description": _PROBLEMS[status], "content": {_PROBLEM_JSON: {"schema": _PROBLEM}}}


def _reference(body: Body, book: SchemaBook) -> Schema:
    structure = body.structure
    return book.add(body.model, lambda: book.of_fields(structure.fields, structure.description))
