"""Spans and metrics on their way to an OpenTelemetry collector; the only module that needs the SDK.

A span is built once, when its work is over, and handed to the SDK's batch processor: starting one
costs several times as much as all that the service itself does for a request.
"""

from __future__ import annotations

from time import time_ns

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics import export as sdk
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import Link, SpanContext, SpanKind, Status, StatusCode, TraceFlags

from .metrics import Gauge, Histogram, Labels, Metric, MetricsRegistry
from .telemetry import FinishedSpan
from .trace import TraceContext

_SCOPE = InstrumentationScope("service")
_FAILED = Status(StatusCode.ERROR)
_UNSET = Status(StatusCode.UNSET)
_KINDS = {kind.name.lower(): kind for kind in SpanKind}


class OtlpExport:
    """Sends over OTLP/HTTP, as the `OTEL_EXPORTER_OTLP_*` variables of the process say."""

    def __init__(self, service: str, registry: MetricsRegistry) -> None:
        self._resource = Resource.create({"service.name": service})
        self._registry = registry
        self._started_ns = time_ns()
        self._spans = BatchSpanProcessor(OTLPSpanExporter())
        self._metrics = OTLPMetricExporter()

    def span(self, span: FinishedSpan) -> None:
        trace = span.trace
        self._spans.on_end(
            ReadableSpan(
                name=span.name,
                context=_context(trace, trace.span_id),
                parent=_context(trace, trace.parent_id) if trace.parent_id else None,
                resource=self._resource,
                attributes=span.attributes if span.error is None else _with_error(span),
                links=() if span.link is None else (Link(_context(span.link, span.link.span_id)),),
                kind=_KINDS[span.kind],
                status=_UNSET if span.error is None else _FAILED,
                start_time=span.started_ns,
                end_time=span.ended_ns,
                instrumentation_scope=_SCOPE,
            )
        )

    def push_metrics(self) -> None:
        now = time_ns()
        metrics = [self._converted(metric, now) for metric in self._registry.metrics()]
        scope = sdk.ScopeMetrics(_SCOPE, metrics, schema_url="")
        resource = sdk.ResourceMetrics(self._resource, [scope], schema_url="")
        self._metrics.export(sdk.MetricsData([resource]))

    def shutdown(self) -> None:
        self.push_metrics()
        self._spans.shutdown()  # type: ignore[no-untyped-call]
        self._metrics.shutdown()

    def _converted(self, metric: Metric, now: int) -> sdk.Metric:
        name, help, labels = metric.description
        unit = "s" if name.endswith("_seconds") else "1"
        return sdk.Metric(name, help, unit, self._points(metric, labels, now))

    def _points(self, metric: Metric, labels: Labels, now: int) -> sdk.DataT:
        if isinstance(metric, Histogram):
            return self._histogram(metric, labels, now)
        points = [
            sdk.NumberDataPoint(_attributes(labels, values), self._started_ns, now, value)
            for values, value in sorted(metric.values().items())
        ]
        if isinstance(metric, Gauge):
            return sdk.Gauge(points)
        return sdk.Sum(points, sdk.AggregationTemporality.CUMULATIVE, is_monotonic=True)

    def _histogram(self, metric: Histogram, labels: Labels, now: int) -> sdk.Histogram:
        points = [
            sdk.HistogramDataPoint(
                attributes=_attributes(labels, values),
                start_time_unix_nano=self._started_ns,
                time_unix_nano=now,
                count=sum(seen.counts),
                sum=seen.sum,
                bucket_counts=seen.counts,
                explicit_bounds=metric.bounds,
                min=None,  # type: ignore[arg-type]
                max=None,  # type: ignore[arg-type]
            )
            for values, seen in sorted(metric.series.items())
        ]
        return sdk.Histogram(points, sdk.AggregationTemporality.CUMULATIVE)


def _context(trace: TraceContext, span_id: str) -> SpanContext:
    flags = TraceFlags(TraceFlags.SAMPLED if trace.sampled else TraceFlags.DEFAULT)
    return SpanContext(int(trace.trace_id, 16), int(span_id, 16), False, flags)


def _with_error(span: FinishedSpan) -> dict[str, str | int | float | bool]:
    return {**span.attributes, "error.type": span.error or ""}


def _attributes(labels: Labels, values: Labels) -> dict[str, str]:
    return dict(zip(labels, values, strict=True))
