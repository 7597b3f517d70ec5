"""Errors over HTTP: problem details as RFC 9457 says, for every error that leaves the service."""

from __future__ import annotations

import math
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from ..domain._gen.errors import FieldProblem, VersionMissing
from .failures import Failure, failure_of
from .trace import current_trace

PROBLEM_JSON = "application/problem+json"
PROBLEM_SCHEMA = {"$ref": "#/components/schemas/Problem"}

_IF_MATCH = ("header", "If-Match")

_DESCRIPTIONS = {
    400: "The request cannot be read",
    401: "Not authenticated",
    403: "Permission denied",
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


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route hands to FastAPI as `responses`, so that its errors stand in the contract."""
    content = {PROBLEM_JSON: {"schema": PROBLEM_SCHEMA}}
    return {
        status: {"description": _DESCRIPTIONS[status], "content": content} for status in statuses
    }


def problem_response(failure: Failure) -> Response:
    """The whole answer for a failure."""
    content: dict[str, object] = {
        "type": f"urn:problem-type:{failure.title.lower().replace(' ', '-')}",
        "title": failure.title,
        "status": failure.status,
        "code": failure.code,
    }
    if failure.detail:
        content["detail"] = failure.detail
    if failure.problems:
        content["errors"] = [{"field": p.field, "message": p.message} for p in failure.problems]
    trace = current_trace.get()
    if trace is not None:
        content["trace_id"] = trace.trace_id
    return Response(
        orjson.dumps(content), failure.status, _headers(failure), media_type=PROBLEM_JSON
    )


def install_problems(app: FastAPI) -> None:
    """Answer the framework's own errors as problems too."""
    app.add_exception_handler(RequestValidationError, _answer_invalid_request)
    app.add_exception_handler(HTTPException, _answer_http_exception)


async def _answer_invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(problem["type"] == "json_invalid" for problem in found):
        unreadable = Failure(
            400, "INVALID_ARGUMENT", "Unreadable body", "the body is not valid JSON"
        )
        return problem_response(unreadable)
    if any(problem["type"] == "missing" and problem["loc"] == _IF_MATCH for problem in found):
        missing = VersionMissing("say which version you change: If-Match")
        return problem_response(failure_of(missing))
    problems = tuple(FieldProblem(_field(problem["loc"]), problem["msg"]) for problem in found)
    detail = "; ".join(f"{problem.field}: {problem.message}" for problem in problems)
    return problem_response(
        Failure(422, "INVALID_ARGUMENT", "Invalid input", detail, problems=problems)
    )


async def _answer_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    title = _DESCRIPTIONS.get(error.status_code) or HTTPStatus(error.status_code).phrase
    code = _CODES.get(error.status_code, "UNKNOWN")
    response = problem_response(Failure(error.status_code, code, title, str(error.detail or "")))
    response.headers.update(error.headers or {})
    if error.status_code == 405:
        response.headers["allow"] = ", ".join(_allowed_methods(request))
    return response


def _allowed_methods(request: Request) -> list[str]:
    """The methods of all routes that have the path: the framework itself names those of one."""
    asked = {name: request.scope[name] for name in ("type", "path", "root_path", "headers")}
    return [
        method
        for method in _METHODS
        if any(
            route.matches({**asked, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    ]


_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


_CODES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


def _field(location: tuple[int | str, ...]) -> str:
    """`("body", "lines", 0, "quantity")` is the field `lines.0.quantity`."""
    return ".".join(map(str, location[1:])) or str(location[0])


def _headers(failure: Failure) -> dict[str, str]:
    headers: dict[str, str] = {}
    if failure.retry_after is not None:
        headers["retry-after"] = str(max(1, math.ceil(failure.retry_after)))
    if failure.status == 401:
        headers["www-authenticate"] = "Bearer"
    return headers
