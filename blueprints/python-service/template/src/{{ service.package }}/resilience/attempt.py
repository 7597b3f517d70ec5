"""One try of an outgoing call."""

from __future__ import annotations

from typing import NamedTuple


class Attempt(NamedTuple):
    """What the code that makes the call needs to know about the try."""

    number: int
    """1 for the first try."""
    timeout_seconds: float | None
    """How long the callee may take; `None` is for ever."""
