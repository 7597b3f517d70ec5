"""What goes out with every call, and what the errors that come back say about the callee."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

from ..resilience.attempt import Attempt
from ..resilience.errors import DependencyFailed, Kind
from .attempts import ATTEMPT_HEADER, incoming_retries
from .trace import inject

TIMEOUT_HEADER = "x-request-timeout-ms"
PUSHBACK_KEY = "grpc-retry-pushback-ms"

_HTTP_KINDS: Mapping[int, Kind] = {
    408: "timeout",
    429: "exhausted",
    502: "unavailable",
    503: "unavailable",
    504: "timeout",
}
_HTTP_CODES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    408: "DEADLINE_EXCEEDED",
    409: "ABORTED",
    412: "ABORTED",
    422: "INVALID_ARGUMENT",
    428: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
_GRPC_KINDS: Mapping[str, Kind] = {
    "CANCELLED": "unavailable",
    "DATA_LOSS": "internal",
    "DEADLINE_EXCEEDED": "timeout",
    "INTERNAL": "internal",
    "RESOURCE_EXHAUSTED": "exhausted",
    "UNAVAILABLE": "unavailable",
    "UNKNOWN": "internal",
}


class _Named(Protocol):
    @property
    def name(self) -> str: ...


class RpcFailure(Protocol):
    """What we read of a `grpc.aio.AioRpcError`; a caller over HTTP alone has no gRPC."""

    def code(self) -> _Named: ...

    def details(self) -> str | None: ...

    def trailing_metadata(self) -> Iterable[tuple[str, str | bytes]]: ...


def outgoing_headers(attempt: Attempt, *, deadline: bool = True) -> dict[str, str]:
    """The headers of an HTTP request; `deadline` tells the callee how long we wait."""
    headers: dict[str, str] = {}
    inject(headers)
    if deadline and attempt.timeout_seconds is not None:
        headers[TIMEOUT_HEADER] = str(max(1, math.floor(attempt.timeout_seconds * 1000)))
    retries = incoming_retries.get() + attempt.number - 1
    if retries:
        headers[ATTEMPT_HEADER] = str(retries)
    return headers


def outgoing_metadata(attempt: Attempt) -> tuple[tuple[str, str], ...]:
    """The metadata of a gRPC call; the deadline travels as the call's own timeout."""
    return tuple(outgoing_headers(attempt, deadline=False).items())


def http_failure(
    dependency: str, status: int, headers: Mapping[str, str], body: bytes = b""
) -> DependencyFailed:
    """What a status of 400 or more says; names of headers may be in any case."""
    lower = {name.lower(): value for name, value in headers.items()}
    problem = _problem(lower.get("content-type", ""), body)
    kind = _HTTP_KINDS.get(status) or ("rejected" if status < 500 else "internal")
    code = _HTTP_CODES.get(status, "FAILED_PRECONDITION" if status < 500 else "INTERNAL")
    return DependencyFailed(
        dependency,
        kind,
        _seconds(lower.get("retry-after")),
        code=problem.get("code", code),
        message=problem.get("detail", ""),
    )


def grpc_failure(dependency: str, error: RpcFailure) -> DependencyFailed:
    """What the status of a gRPC call says."""
    code = error.code().name
    kind: Kind = _GRPC_KINDS.get(code, "rejected")
    retry_after = _pushback(error.trailing_metadata() or ())
    return DependencyFailed(dependency, kind, retry_after, code=code, message=error.details() or "")


def connection_failure(dependency: str, error: Exception) -> DependencyFailed:
    """No answer came: the connection was refused, or it broke."""
    return DependencyFailed(dependency, "unavailable", message=type(error).__name__)


def _problem(content_type: str, body: bytes) -> dict[str, str]:
    """The texts of a problem document, if the body is one."""
    if not content_type.startswith("application/problem+json"):
        return {}
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    if not isinstance(content, dict):
        return {}
    return {name: value for name, value in content.items() if isinstance(value, str)}


def _seconds(retry_after: str | None) -> float | None:
    """`Retry-After` is a number of seconds or a date."""
    if retry_after is None:
        return None
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    try:
        when = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _pushback(metadata: Iterable[tuple[str, str | bytes]]) -> float | None:
    """A negative or unreadable wish is the protocol's way to say: do not try again."""
    for name, value in metadata:
        if name == PUSHBACK_KEY:
            text = value.decode() if isinstance(value, bytes) else value
            return int(text) / 1000 if text.isascii() and text.isdigit() else math.inf
    return None
