"""Spans and metrics reach a collector, and cost nothing where there is none."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from queue import Queue

import grpc
import grpc_app
import pytest
import sample_service
from aiohttp import web
from http_app import Sample
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from sample_service.platform.metrics import MetricsRegistry
from sample_service.platform.telemetry import FinishedSpan, Telemetry
from sample_service.platform.trace import Sampler, current_trace
from sample_service.resilience.errors import DependencyUnavailable

TRACE_ID, SPAN_ID = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


class Collector:
    """Takes OTLP over HTTP."""

    def __init__(self) -> None:
        self.spans: list = []
        self.metrics: dict = {}
        self.services: set[str] = set()

    async def take_traces(self, request: web.Request) -> web.Response:
        for resource in ExportTraceServiceRequest.FromString(await request.read()).resource_spans:
            self._note(resource)
            for scope in resource.scope_spans:
                self.spans += scope.spans
        return web.Response()

    async def take_metrics(self, request: web.Request) -> web.Response:
        for resource in ExportMetricsServiceRequest.FromString(await request.read()).resource_metrics:
            self._note(resource)
            for scope in resource.scope_metrics:
                self.metrics |= {metric.name: metric for metric in scope.metrics}
        return web.Response()

    def _note(self, resource) -> None:
        names = [item for item in resource.resource.attributes if item.key == "service.name"]
        self.services |= {item.value.string_value for item in names}


@asynccontextmanager
async def collecting(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Collector, dict[str, str]]]:
    collector, app = Collector(), web.Application()
    app.add_routes([web.post("/v1/traces", collector.take_traces), web.post("/v1/metrics", collector.take_metrics)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    endpoint = f"http://127.0.0.1:{runner.addresses[0][1]}"
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
    yield collector, {"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint}
    await runner.cleanup()


async def test_a_request_is_one_span_below_that_of_its_caller(monkeypatch: pytest.MonkeyPatch):
    async with collecting(monkeypatch) as (collector, environ):
        registry = MetricsRegistry()
        telemetry = Telemetry.configure("orders", environ, registry)
        sample = Sample(registry=registry, telemetry=telemetry).raises(RuntimeError("broken")).install()
        await telemetry.start()
        async with sample.client() as client:
            await client.get("/orders/7", headers={"traceparent": f"00-{TRACE_ID}-{SPAN_ID}-01"})
            await client.get("/orders/7", headers={"traceparent": f"00-{TRACE_ID}-{SPAN_ID}-00"})
        await telemetry.stop()
    [span] = collector.spans
    assert (span.trace_id.hex(), span.parent_span_id.hex()) == (TRACE_ID, SPAN_ID)
    assert span.name == "GET /orders/{order_id}"
    assert span.status.code == span.status.STATUS_CODE_ERROR
    attributes = {item.key: item.value for item in span.attributes}
    assert attributes["http.response.status_code"].int_value == 500
    assert attributes["error.type"].string_value == "500"
    assert collector.services == {"orders"}


async def test_a_grpc_call_is_one_span_too():
    async def unavailable(request: bytes, context: grpc.aio.ServicerContext) -> bytes:
        raise DependencyUnavailable("database")

    kept = Kept()
    async with grpc_app.Sample(unavailable, telemetry=Telemetry(Sampler(), kept)).channel() as channel:
        with pytest.raises(grpc.aio.AioRpcError):
            await grpc_app.get(channel)(b"", metadata=(("traceparent", f"00-{TRACE_ID}-{SPAN_ID}-01"),))
    [span] = kept.spans
    assert (span.name, span.kind, span.error) == (f"{grpc_app.SERVICE}/Get", "server", "UNAVAILABLE")
    assert (span.trace.trace_id, span.trace.parent_id) == (TRACE_ID, SPAN_ID)


async def test_metrics_are_pushed_as_they_are_exposed(monkeypatch: pytest.MonkeyPatch):
    async with collecting(monkeypatch) as (collector, environ):
        registry = MetricsRegistry()
        registry.counter("seen_total", "Seen.", ("kind",)).add(("a",), 3)
        registry.gauge("open", "Open.", (), lambda: {(): 2.0})
        registry.histogram("wait_seconds", "Wait.", ("kind",), (1.0, 2.0)).observe(("a",), 1.5)
        telemetry = Telemetry.configure("orders", environ, registry)
        await telemetry.start()
        await telemetry.stop()
    [seen] = collector.metrics["seen_total"].sum.data_points
    [opened] = collector.metrics["open"].gauge.data_points
    [wait] = collector.metrics["wait_seconds"].histogram.data_points
    assert (seen.as_double, seen.attributes[0].value.string_value) == (3.0, "a")
    assert opened.as_double == 2.0
    assert (list(wait.bucket_counts), wait.sum, wait.count) == ([0, 1, 0], 1.5, 1)


class Kept:
    """An export that keeps its spans, counts its pushes and may hang or fail."""

    def __init__(self, *, hangs: bool = False, fails: bool = False) -> None:
        self.spans: list[FinishedSpan] = []
        self.pushed = Queue[None]()
        self.let_go = threading.Event()
        self._hangs = hangs
        self._fails = fails

    def span(self, span: FinishedSpan) -> None:
        self.spans.append(span)

    def push_metrics(self) -> None:
        self.pushed.put(None)
        self._work()

    def shutdown(self) -> None:
        self._work()

    def _work(self) -> None:
        if self._fails:
            raise ConnectionError("the collector is away")
        if self._hangs:
            self.let_go.wait()


async def test_a_collector_that_hangs_does_not_hold_up_the_stop():
    kept = Kept(hangs=True)
    telemetry = Telemetry(Sampler(), kept, push_every=0.0, flush_within=0.01)
    await telemetry.start()
    await asyncio.to_thread(kept.pushed.get)
    await telemetry.stop()
    kept.let_go.set()


async def test_a_collector_that_fails_is_asked_again():
    kept = Kept(fails=True)
    telemetry = Telemetry(Sampler(), kept, push_every=0.0)
    await telemetry.start()
    for _ in range(2):
        await asyncio.to_thread(kept.pushed.get)
    await telemetry.stop()


def test_without_an_endpoint_the_sdk_is_not_even_imported():
    code = (
        "import sys; from sample_service.platform.telemetry import Telemetry;"
        "from sample_service.platform.metrics import MetricsRegistry;"
        "Telemetry.configure('orders', {}, MetricsRegistry());"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    path = str(Path(sample_service.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_message_continues_the_trace_of_its_producer_and_links_to_it():
    kept = Kept()
    telemetry = Telemetry(Sampler(), kept)
    headers = {"traceparent": f"00-{TRACE_ID}-{SPAN_ID}-01"}
    with telemetry.consumer_scope("process OrderPlaced", headers) as trace:
        assert current_trace.get() is trace
    assert current_trace.get() is None
    [span] = kept.spans
    assert (span.kind, span.trace.trace_id, span.link.span_id) == ("consumer", TRACE_ID, SPAN_ID)


def test_a_message_without_a_trace_begins_one():
    kept = Kept()
    with Telemetry(Sampler(), kept).consumer_scope("process OrderPlaced", {}):
        pass
    assert kept.spans[0].link is None


def test_spans_of_the_services_own_nest_and_tell_of_errors():
    kept = Kept()
    telemetry = Telemetry(Sampler(), kept)
    with telemetry.span("outer"), pytest.raises(KeyError), telemetry.span("inner", attributes={"size": 3}):
        raise KeyError("x")
    inner, outer = kept.spans
    assert inner.trace.parent_id == outer.trace.span_id
    assert (inner.error, outer.error, inner.attributes) == ("KeyError", None, {"size": 3})


def test_what_is_not_sampled_is_not_exported():
    kept = Kept()
    with Telemetry(Sampler(0.0), kept).span("work") as trace:
        assert len(trace.trace_id) == 32
    assert kept.spans == []
