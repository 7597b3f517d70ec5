"""One JSON object a line on the standard output, for our own log, the libraries' and access."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, MutableMapping
from contextvars import ContextVar
from datetime import UTC, datetime
from time import monotonic
from traceback import format_exception
from typing import Any

import orjson
import structlog

from .trace import current_trace

service_name: ContextVar[str] = ContextVar("service_name", default="")
"""Whose line it is, where one process runs several services."""

_LEVELS = logging.getLevelNamesMapping()


def configure_logging(service: str, level: str = "INFO") -> None:
    """Send everything that is logged from now on through one format.

    `level` is a name of the standard `logging` module, in any case.
    """
    number = _LEVELS[level.upper()]
    service_name.set(service)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            _render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: _StandardOutput(),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [JsonLines()]
    root.setLevel(number)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        library = logging.getLogger(name)
        library.handlers = []
        library.propagate = True


def log_line(level: str, event: str, fields: Mapping[str, object]) -> bytes:
    """A line of the log, without its end."""
    entry: dict[str, object] = {
        "timestamp": datetime.now(UTC),
        "level": level,
        "event": event,
        "service": service_name.get(),
    }
    trace = current_trace.get()
    if trace is not None:
        entry["trace_id"] = trace.trace_id
        entry["span_id"] = trace.span_id
    entry.update(fields)
    return orjson.dumps(entry, default=str, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


class JsonLines(logging.Handler):
    """Writes the records of the standard `logging` module in our format."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            fields: dict[str, object] = {"logger": record.name}
            if record.exc_info and record.exc_info[1]:
                fields["exception"] = _traceback(record.exc_info[1])
            _write(log_line(record.levelname.lower(), record.getMessage(), fields))
        except Exception:
            self.handleError(record)


class AccessLog:
    """One line a request. Under load successes are thinned out, errors never."""

    def __init__(self, successes_per_second: int = 100) -> None:
        self._most = successes_per_second
        self._second = 0
        self._written = 0
        self._left_out = 0

    def write(self, fields: dict[str, object], *, succeeded: bool) -> None:
        if succeeded and not self._has_room():
            self._left_out += 1
            return
        if self._left_out:
            fields["left_out"] = self._left_out
            self._left_out = 0
        _write(log_line("info" if succeeded else "warning", "request", fields))

    def _has_room(self) -> bool:
        second = int(monotonic())
        if second != self._second:
            self._second = second
            self._written = 0
        self._written += 1
        return self._written <= self._most


def _render(logger: Any, method: str, event: MutableMapping[str, Any]) -> bytes:
    fields = dict(event)
    raised = fields.pop("exc_info", None)
    if raised is True:
        raised = sys.exception()
    if isinstance(raised, BaseException):
        fields["exception"] = _traceback(raised)
    return log_line(fields.pop("level", method), str(fields.pop("event", "")), fields)


def _traceback(raised: BaseException) -> str:
    return "".join(format_exception(raised)).rstrip()


class _StandardOutput:
    """Takes finished lines, whatever their level."""

    def msg(self, line: bytes) -> None:
        _write(line)

    debug = info = warning = error = critical = msg


def _write(line: bytes) -> None:
    """A log that cannot be written, its reader gone, must not fail the work it tells about."""
    try:
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()
    except (OSError, ValueError):
        return
