"""What every HTTP request passes: trace, deadline, limit, metrics, access log, errors.

One pure ASGI middleware does it all: each layer of a framework would cost more than all of this.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from time import perf_counter, time_ns
from typing import NamedTuple

import structlog
from fastapi import FastAPI

from .asgi import App, Message, Receive, Scope, Send
from .attempts import ATTEMPT_HEADER, incoming_retries, parse_attempt
from .deadline import enforced_deadline
from .disconnects import CallerGone, Interruptible
from .failures import EXPECTED, Overloaded, failure_of
from .health import Health
from .logging import AccessLog
from .metrics import MetricsRegistry
from .probes import PROBE_PATHS, Probes
from .problems import install_problems, problem_response
from .telemetry import FinishedSpan, Telemetry
from .trace import TraceContext, current_trace

TIMEOUT_HEADER = "x-request-timeout-ms"

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
_SAFE = frozenset({"GET", "HEAD"})
_CLIENT_GONE = 499
_LONGEST_TIMEOUT_DIGITS = 9


def install_http(
    app: FastAPI,
    *,
    health: Health,
    telemetry: Telemetry,
    registry: MetricsRegistry,
    max_in_flight: int | None = None,
    default_timeout: float | None = None,
) -> None:
    """Protect and observe all routes of the app, and serve the probes on its port.

    `default_timeout` bounds requests, in seconds, that bring no deadline of their own.
    """
    install_problems(app)
    app.add_middleware(
        ServiceMiddleware,
        health=health,
        telemetry=telemetry,
        registry=registry,
        max_in_flight=max_in_flight,
        default_timeout=default_timeout,
    )


class ServiceMiddleware:
    def __init__(
        self,
        app: App,
        *,
        health: Health,
        telemetry: Telemetry,
        registry: MetricsRegistry,
        max_in_flight: int | None = None,
        default_timeout: float | None = None,
    ) -> None:
        self._app = app
        self._reads = Interruptible(app)
        self._probes = Probes(health)
        self._telemetry = telemetry
        self._max_in_flight = max_in_flight
        self._default_timeout = default_timeout
        self._in_flight = 0
        self._access = AccessLog()
        self._log = structlog.get_logger()
        self._durations = registry.histogram(
            "http_server_request_duration_seconds",
            "Duration of HTTP requests.",
            ("http_request_method", "http_route", "http_response_status_code"),
        )
        self._shed = registry.counter(
            "http_server_shed_requests_total",
            "HTTP requests sent away because too many were in flight.",
        )
        registry.gauge(
            "http_server_active_requests",
            "HTTP requests in flight.",
            (),
            lambda: {(): float(self._in_flight)},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"] in PROBE_PATHS:
            await self._probes(scope, receive, send)
            return
        incoming = _read(scope["headers"])
        trace = self._telemetry.begin(incoming.traceparent, incoming.tracestate)
        answer = _Answer(send)
        started, started_ns = perf_counter(), time_ns()
        trace_token = current_trace.set(trace)
        self._in_flight += 1
        try:
            await self._answer(incoming, scope, receive, answer)
        finally:
            self._in_flight -= 1
            self._record(scope, answer.status, perf_counter() - started, started_ns, trace)
            current_trace.reset(trace_token)

    async def _answer(
        self, incoming: _Incoming, scope: Scope, receive: Receive, answer: _Answer
    ) -> None:
        app = self._reads if scope["method"] in _SAFE else self._app
        seconds = self._default_timeout if incoming.seconds is None else incoming.seconds
        try:
            if self._max_in_flight is not None and self._in_flight > self._max_in_flight:
                self._shed.add()
                raise Overloaded
            if incoming.retries != incoming_retries.get():
                incoming_retries.set(incoming.retries)
            if seconds is None:
                await app(scope, receive, answer.send)
                return
            async with enforced_deadline(seconds):
                await app(scope, receive, answer.send)
        except CallerGone:
            answer.status = _CLIENT_GONE
        except Exception as error:
            if not isinstance(error, EXPECTED):
                self._log.error("the request failed", exc_info=error)
            if answer.started:
                raise
            await problem_response(failure_of(error))(scope, receive, answer.send)

    def _record(
        self, scope: Scope, status: int, seconds: float, started_ns: int, trace: TraceContext
    ) -> None:
        method, route = scope["method"], _route(scope)
        if method not in _METHODS:
            method = "_OTHER"
        self._durations.observe((method, route, str(status)), seconds)
        entry: dict[str, object] = {
            "method": method,
            "route": route,
            "status": status,
            "duration_ms": int(seconds * 1_000_000) / 1000,
        }
        self._access.write(entry, succeeded=status < 400)
        if self._telemetry.records(trace):
            self._telemetry.end(_span(method, route, status, started_ns, trace))


class _Incoming(NamedTuple):
    traceparent: str | None
    tracestate: str
    seconds: float | None
    """The time that the caller gives."""
    retries: int


class _Answer:
    """Passes the answer on, and remembers its status; one that never began counts as failed."""

    __slots__ = ("_send", "started", "status")

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 500
        self.started = False

    def send(self, message: Message) -> Awaitable[None]:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.started = True
        return self._send(message)


def _read(headers: Iterable[tuple[bytes, bytes]]) -> _Incoming:
    given = dict(headers)
    if _WANTED.isdisjoint(given):
        return _NOTHING
    text = {name.decode(): given[name].decode("latin-1") for name in _WANTED & given.keys()}
    return _Incoming(
        text.get("traceparent"),
        text.get("tracestate", ""),
        _seconds(text.get(TIMEOUT_HEADER)),
        parse_attempt(text.get(ATTEMPT_HEADER)),
    )


_WANTED = frozenset(
    {b"traceparent", b"tracestate", TIMEOUT_HEADER.encode(), ATTEMPT_HEADER.encode()}
)
_NOTHING = _Incoming(None, "", None, 0)


def _seconds(milliseconds: str | None) -> float | None:
    """A header that cannot be read is as good as none."""
    if milliseconds is None or not (milliseconds.isascii() and milliseconds.isdigit()):
        return None
    if len(milliseconds) > _LONGEST_TIMEOUT_DIGITS:
        return None
    return int(milliseconds) / 1000


def _route(scope: Scope) -> str:
    """The template of the path, so that ids do not make a series each."""
    selected = scope.get("fastapi", {}).get("effective_route_context") or scope.get("route")
    template: str = getattr(selected, "path_format", "unmatched")
    return template


def _span(
    method: str, route: str, status: int, started_ns: int, trace: TraceContext
) -> FinishedSpan:
    attributes: dict[str, str | int | float | bool] = {
        "http.request.method": method,
        "http.route": route,
        "http.response.status_code": status,
    }
    error = str(status) if status >= 500 else None
    return FinishedSpan(
        f"{method} {route}", "server", trace, started_ns, time_ns(), attributes, error
    )
