"""The trace that a message carries on."""

from __future__ import annotations

from collections.abc import Mapping

from ....platform.trace import inject


def trace_headers() -> Mapping[str, str]:
    """The headers of the current trace; empty outside one."""
    headers: dict[str, str] = {}
    inject(headers)
    return headers
