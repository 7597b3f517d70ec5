"""Which try of its caller the current request is: a retry must not be retried again."""

from __future__ import annotations

from contextvars import ContextVar

ATTEMPT_HEADER = "x-retry-attempt"

incoming_retries: ContextVar[int] = ContextVar("incoming_retries", default=0)
"""Retries that stand above this request on its way here; 0 for a first try."""


def parse_attempt(header: str | None) -> int:
    """The number in the header; 0 where there is none."""
    return int(header) if header is not None and header.isascii() and header.isdigit() else 0
