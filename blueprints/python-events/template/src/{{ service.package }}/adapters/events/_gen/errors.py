"""What a failure of the broker means to the service."""

from __future__ import annotations

from ....resilience.errors import DependencyUnavailable

_RETRY_AFTER = 1.0
"""Seconds after which another try makes sense."""


class BrokerUnavailable(DependencyUnavailable):
    """The broker is away, or did not confirm in time."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__("broker", _RETRY_AFTER, message)
