"""What every gRPC call passes: trace, deadline, limit, metrics, access log, errors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter, time_ns
from typing import Any, TypeAlias

import grpc
import structlog

from .attempts import ATTEMPT_HEADER, incoming_retries, parse_attempt
from .deadline import enforced_deadline
from .failures import EXPECTED, Overloaded, failure_of
from .grpc_gate import Gate
from .grpc_requests import patient, refuse_unreadable
from .grpc_status import abort_with
from .logging import AccessLog
from .metrics import MetricsRegistry
from .telemetry import FinishedSpan, Telemetry
from .trace import TraceContext, current_trace

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"
Handler: TypeAlias = "grpc.RpcMethodHandler[Any, Any]"

_UNOBSERVED = ("/grpc.health.", "/grpc.reflection.")
_WANTED = frozenset({"traceparent", "tracestate", ATTEMPT_HEADER})
_CODES_BY_NUMBER = {code.value[0]: code.name for code in grpc.StatusCode}
_OUR_FAULTS = frozenset({"UNKNOWN", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "DEADLINE_EXCEEDED"})
_NO_DEADLINE_ABOVE = 10 * 365 * 86_400.0
"""Seconds; a call without a deadline reports some centuries."""


class ServiceInterceptor(grpc.aio.ServerInterceptor):
    """Wraps each method once: the interceptor itself is asked at every call."""

    def __init__(
        self,
        *,
        gate: Gate,
        telemetry: Telemetry,
        registry: MetricsRegistry,
        timeouts: Mapping[str, float],
        max_in_flight: int | None = None,
    ) -> None:
        self._gate = gate
        self._telemetry = telemetry
        self._timeouts = timeouts
        self._max_in_flight = max_in_flight
        self._in_flight = 0
        self._handlers: dict[str, Handler] = {}
        self._access = AccessLog()
        self._log = structlog.get_logger()
        self._durations = registry.histogram(
            "rpc_server_call_duration_seconds",
            "Duration of gRPC calls.",
            ("rpc_method", "rpc_response_status_code"),
        )
        self._shed = registry.counter(
            "rpc_server_shed_calls_total",
            "gRPC calls sent away because too many were in flight.",
        )
        registry.gauge(
            "rpc_server_active_calls",
            "gRPC calls in flight.",
            (),
            lambda: {(): float(self._in_flight)},
        )

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Handler | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler | None:
        method = handler_call_details.method
        known = self._handlers.get(method)
        if known is not None:
            return known
        handler = await continuation(handler_call_details)
        if handler is None or method.startswith(_UNOBSERVED):
            return handler
        return self._handlers.setdefault(method, self._wrapped(method, handler))

    def _wrapped(self, method: str, handler: Handler) -> Handler:
        if handler.request_streaming:
            behaviour: Any = handler.stream_stream or handler.stream_unary
        else:
            behaviour = handler.unary_stream or handler.unary_unary
        make, wrapped = _MAKERS[handler.request_streaming, handler.response_streaming]
        observed: Handler = make(
            wrapped(self, method, behaviour),
            patient(handler.request_deserializer),
            handler.response_serializer,
        )
        return observed

    def single(self, method: str, behaviour: Any) -> Any:
        """A method with one response."""

        async def call(request: Any, context: Context) -> Any:
            with self._observed(method, context) as outcome:
                try:
                    self._check_room()
                    refuse_unreadable(request)
                    await self._gate.passed()
                    async with enforced_deadline(self._seconds(method, context)):
                        return await behaviour(request, context)
                except Exception as error:
                    await self._fail(context, error, outcome)

        return call

    def stream(self, method: str, behaviour: Any) -> Any:
        """A method with a stream of responses: a generator, or a coroutine that writes them."""

        async def call(request: Any, context: Context) -> AsyncIterator[Any]:
            with self._observed(method, context) as outcome:
                try:
                    self._check_room()
                    refuse_unreadable(request)
                    await self._gate.passed()
                    async with enforced_deadline(self._seconds(method, context)):
                        responses = behaviour(request, context)
                        if not hasattr(responses, "__aiter__"):
                            await responses
                            return
                        async for response in responses:
                            yield response
                except Exception as error:
                    await self._fail(context, error, outcome)

        return call

    def _check_room(self) -> None:
        if self._max_in_flight is not None and self._in_flight > self._max_in_flight:
            self._shed.add()
            raise Overloaded

    def _seconds(self, method: str, context: Context) -> float | None:
        given: float | None = context.time_remaining()
        own = self._timeouts.get(method)
        if given is None or given > _NO_DEADLINE_ABOVE:
            return own
        return given if own is None else min(own, given)

    async def _fail(self, context: Context, error: Exception, outcome: _Outcome) -> None:
        if isinstance(error, grpc.aio.AbortError):
            outcome.code = _code_of(context)
            raise error
        if not isinstance(error, EXPECTED):
            self._log.error("the call failed", exc_info=error)
        failure = failure_of(error)
        outcome.code = failure.code
        await abort_with(context, failure)

    @contextmanager
    def _observed(self, method: str, context: Context) -> Iterator[_Outcome]:
        metadata = {
            str(name): str(value)
            for name, value in context.invocation_metadata() or ()
            if name in _WANTED
        }
        trace = self._telemetry.begin(metadata.get("traceparent"), metadata.get("tracestate", ""))
        trace_token = current_trace.set(trace)
        retries = incoming_retries.set(parse_attempt(metadata.get(ATTEMPT_HEADER)))
        outcome = _Outcome()
        started, started_ns = perf_counter(), time_ns()
        self._in_flight += 1
        try:
            yield outcome
        except asyncio.CancelledError:
            outcome.code = "CANCELLED"
            raise
        finally:
            self._in_flight -= 1
            code = outcome.code or _code_of(context)
            self._record(method, code, perf_counter() - started, started_ns, trace)
            incoming_retries.reset(retries)
            current_trace.reset(trace_token)

    def _record(
        self, method: str, code: str, seconds: float, started_ns: int, trace: TraceContext
    ) -> None:
        name = method.removeprefix("/")
        self._durations.observe((name, code), seconds)
        entry: dict[str, object] = {
            "method": name,
            "code": code,
            "duration_ms": int(seconds * 1_000_000) / 1000,
        }
        self._access.write(entry, succeeded=code == "OK")
        if self._telemetry.records(trace):
            attributes: dict[str, str | int | float | bool] = {
                "rpc.system.name": "grpc",
                "rpc.method": name,
                "rpc.response.status_code": code,
            }
            error = code if code in _OUR_FAULTS else None
            self._telemetry.end(
                FinishedSpan(name, "server", trace, started_ns, time_ns(), attributes, error)
            )


class _Outcome:
    """The name of the status, once something else than the servicer has decided it."""

    __slots__ = ("code",)

    def __init__(self) -> None:
        self.code = ""


_MAKERS: dict[tuple[bool, bool], tuple[Any, Any]] = {
    (False, False): (grpc.unary_unary_rpc_method_handler, ServiceInterceptor.single),
    (False, True): (grpc.unary_stream_rpc_method_handler, ServiceInterceptor.stream),
    (True, False): (grpc.stream_unary_rpc_method_handler, ServiceInterceptor.single),
    (True, True): (grpc.stream_stream_rpc_method_handler, ServiceInterceptor.stream),
}


def _code_of(context: Context) -> str:
    """The status that the servicer has set, by itself or by aborting."""
    code: Any = context.code()
    return _CODES_BY_NUMBER.get(code, "OK") if isinstance(code, int) else (code or _OK).name


_OK = grpc.StatusCode.OK
