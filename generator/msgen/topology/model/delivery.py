"""How many pods there are and how releases are handled."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Literal

from msgspec import Struct


class Resources(Struct, frozen=True):
    cpu: int | None
    """Thousandths of a core."""
    memory: int | None
    """Bytes."""
    cpu_limit: int | None
    memory_limit: int | None


class Scaling(Struct, frozen=True):
    minimum: int
    maximum: int
    per_pod: Decimal
    target: Decimal
    metric: Literal["cpu", "rate", "lag"]
    concurrency: int | None = None
    """Requests in flight per pod; `None` where nothing says."""
    startup: timedelta = timedelta(seconds=10)
    """Until a new pod serves."""


class CanaryStep(Struct, frozen=True):
    share: Decimal
    """Percent of the traffic."""
    dwell: timedelta
    metric: str | None
    """What decides; `None` where nothing does."""


class Deployment(Struct, frozen=True):
    strategy: Literal["rolling", "canary", "blue-green"]
    grace: timedelta
    pdb: str | None
    """`maxUnavailable`: a count or a percentage, `1` or `25%`; `None` where there is no budget."""
    spread: Literal["zone", "node", "none"]
    resources: Resources
    steps: tuple[CanaryStep, ...] = ()
    """Of a canary release, in order."""
    state: Literal["none", "disk", "sticky"] = "none"
