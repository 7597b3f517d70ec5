"""Traces and the push of metrics; without an OTLP endpoint only the ids are kept and passed on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import Token
from threading import Thread
from time import time_ns
from typing import Literal, NamedTuple, Protocol

import structlog

from .metrics import MetricsRegistry
from .trace import (
    Sampler,
    TraceContext,
    begin_trace,
    current_trace,
    new_span_id,
    parse_traceparent,
)

SpanKind = Literal["server", "client", "producer", "consumer", "internal"]
Attributes = Mapping[str, str | int | float | bool]


class FinishedSpan(NamedTuple):
    """One span, written down when its work is over; times are in nanoseconds since 1970."""

    name: str
    kind: SpanKind
    trace: TraceContext
    started_ns: int
    ended_ns: int
    attributes: Attributes
    error: str | None = None
    link: TraceContext | None = None


class Export(Protocol):
    """Takes spans and metrics away."""

    def span(self, span: FinishedSpan) -> None: ...

    def push_metrics(self) -> None:
        """Blocks while it sends."""

    def shutdown(self) -> None:
        """Blocks while it sends what is left."""


class Telemetry:
    """What a service tells about its work."""

    def __init__(
        self,
        sampler: Sampler,
        export: Export | None = None,
        *,
        push_every: float = 10.0,
        flush_within: float = 3.0,
    ) -> None:
        self._sampler = sampler
        self._export = export
        self._push_every = push_every
        self._flush_within = flush_within
        self._push: asyncio.Task[None] | None = None

    @classmethod
    def configure(
        cls, service: str, environ: Mapping[str, str], registry: MetricsRegistry
    ) -> Telemetry:
        """As the `OTEL_*` variables say; the SDK is imported only where there is an endpoint."""
        sampler = Sampler.from_environment(environ)
        if not environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
            return cls(sampler)
        from .otlp import OtlpExport

        return cls(sampler, OtlpExport(service, registry))

    def begin(self, traceparent: str | None, tracestate: str = "") -> TraceContext:
        """The context of a request that comes in; set it as the `current_trace`."""
        return begin_trace(self._sampler, traceparent, tracestate)

    def records(self, trace: TraceContext) -> bool:
        """A span of this trace is worth building."""
        return trace.sampled and self._export is not None

    def end(self, span: FinishedSpan) -> None:
        if self._export is not None and span.trace.sampled:
            self._export.span(span)

    @contextmanager
    def span(
        self, name: str, kind: SpanKind = "internal", attributes: Attributes | None = None
    ) -> Iterator[TraceContext]:
        """A span of the service's own around the body, below the current one."""
        above = current_trace.get()
        if above is None:
            trace = self.begin(None)
        else:
            trace = above._replace(span_id=new_span_id(), parent_id=above.span_id)
        with self._recorded(name, kind, trace, attributes or {}, None):
            yield trace

    @contextmanager
    def consumer_scope(
        self, name: str, headers: Mapping[str, str], attributes: Attributes | None = None
    ) -> Iterator[TraceContext]:
        """The span of a message that is handled, linked to the span that sent it."""
        producer = headers.get("traceparent")
        trace = self.begin(producer, headers.get("tracestate", ""))
        link = parse_traceparent(producer)
        with self._recorded(name, "consumer", trace, attributes or {}, link):
            yield trace

    async def start(self) -> None:
        if self._export is not None:
            self._push = asyncio.create_task(_push_for_ever(self._export, self._push_every))

    async def stop(self) -> None:
        """Send what is left, in a thread and for a few seconds at most."""
        if self._push is not None:
            self._push.cancel()
            with suppress(asyncio.CancelledError):
                await self._push
        if self._export is None:
            return
        with suppress(Exception):
            async with asyncio.timeout(self._flush_within):
                await _in_daemon_thread(self._export.shutdown)

    @contextmanager
    def _recorded(
        self,
        name: str,
        kind: SpanKind,
        trace: TraceContext,
        attributes: Attributes,
        link: TraceContext | None,
    ) -> Iterator[None]:
        token: Token[TraceContext | None] = current_trace.set(trace)
        started_ns = time_ns()
        error: str | None = None
        try:
            yield
        except BaseException as raised:
            error = type(raised).__name__
            raise
        finally:
            current_trace.reset(token)
            span = FinishedSpan(name, kind, trace, started_ns, time_ns(), attributes, error, link)
            self.end(span)


async def _push_for_ever(export: Export, seconds: float) -> None:
    log = structlog.get_logger()
    while True:
        await asyncio.sleep(seconds)
        try:
            await _in_daemon_thread(export.push_metrics)
        except Exception as error:
            log.warning("metrics were not pushed", reason=str(error))


async def _in_daemon_thread(work: Callable[[], None]) -> None:
    """Not in the loop's executor: the process would wait for that as long as a collector takes."""
    loop = asyncio.get_running_loop()
    finished: asyncio.Future[Exception | None] = loop.create_future()

    def finish(error: Exception | None) -> None:
        if not finished.done():
            finished.set_result(error)

    def run() -> None:
        error = None
        try:
            work()
        except Exception as raised:
            error = raised
        with suppress(RuntimeError):  # the loop has closed: nobody waits any more
            loop.call_soon_threadsafe(finish, error)

    Thread(target=run, daemon=True).start()
    error = await finished
    if error is not None:
        raise error
