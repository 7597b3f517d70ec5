"""W3C trace context: every request has one, sampled or not, so that all logs share its trace id."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, MutableMapping
from contextvars import ContextVar
from typing import NamedTuple

_TRACEPARENT = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
_RATIO_RANGE = 2.0**64


class TraceContext(NamedTuple):
    """Where the current work stands in its trace; ids are in lower-case hexadecimal."""

    trace_id: str
    span_id: str
    sampled: bool
    parent_id: str = ""
    """The span above it, empty at the root."""
    state: str = ""
    """The `tracestate` of the caller, passed on as it is."""

    @property
    def traceparent(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-{'01' if self.sampled else '00'}"


current_trace: ContextVar[TraceContext | None] = ContextVar("current_trace", default=None)


class Sampler(NamedTuple):
    """Which traces are recorded: a share of those that begin here, and what the caller decided."""

    ratio: float = 1.0
    follows_parent: bool = True

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Sampler:
        """As `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG` say."""
        name = environ.get("OTEL_TRACES_SAMPLER", "parentbased_always_on").strip().lower()
        follows_parent = name.startswith("parentbased_")
        kind = name.removeprefix("parentbased_")
        if kind == "traceidratio":
            return cls(float(environ.get("OTEL_TRACES_SAMPLER_ARG") or 1.0), follows_parent)
        return cls(0.0 if kind == "always_off" else 1.0, follows_parent)

    def samples(self, trace_id: str) -> bool:
        """The same answer for one trace id in every service and language."""
        if self.ratio >= 1:
            return True
        return int(trace_id[16:], 16) < self.ratio * _RATIO_RANGE


def begin_trace(sampler: Sampler, traceparent: str | None, tracestate: str = "") -> TraceContext:
    """A span below the caller's, or the root of a new trace where it sent none."""
    parent = None if traceparent is None else parse_traceparent(traceparent)
    if parent is None:
        ids = f"{random.getrandbits(192):048x}"
        trace_id = ids[:32]
        return TraceContext(trace_id, ids[32:], sampler.samples(trace_id))
    sampled = parent.sampled if sampler.follows_parent else sampler.samples(parent.trace_id)
    return TraceContext(parent.trace_id, new_span_id(), sampled, parent.span_id, tracestate)


def parse_traceparent(header: str | None) -> TraceContext | None:
    """The caller's context; `None` where there is none or it cannot be read."""
    if header is None:
        return None
    match = _TRACEPARENT.fullmatch(header)
    if match is None:
        return None
    version, trace_id, span_id, flags, more = match.groups()
    if version == "ff" or (version == "00" and more):
        return None
    if trace_id == "0" * 32 or span_id == "0" * 16:
        return None
    return TraceContext(trace_id, span_id, bool(int(flags, 16) & 1))


def inject(headers: MutableMapping[str, str]) -> None:
    """Write the current trace into the headers of a request or message, or a call's metadata."""
    trace = current_trace.get()
    if trace is None:
        return
    headers["traceparent"] = trace.traceparent
    if trace.state:
        headers["tracestate"] = trace.state


def new_span_id() -> str:
    return f"{random.getrandbits(64) or 1:016x}"
