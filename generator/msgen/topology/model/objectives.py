"""What users and services are promised, and the work that it is promised for."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Literal

from msgspec import Struct


class Slo(Struct, frozen=True):
    """The service level objective of a service."""

    availability: Decimal | None
    """Percent of good answers; `None` where no share is promised."""
    latency_p50: timedelta | None
    latency_p99: timedelta | None
    freshness: timedelta | None
    """Age of the data that it shows."""
    window: timedelta
    alerts: Literal["multi-window", "single", "none"]


class Journey(Struct, frozen=True):
    """A critical user journey: what the numbers are computed for."""

    name: str
    actor: str | None
    entries: tuple[str, ...]
    """Object paths of operations, in the order in which the user makes them."""
    peak: Decimal | None
    """Per second and entry, without growth; `None` where nobody said."""
    growth: Decimal
    """Percent per year."""
    peak_factor: Decimal
    """Peak load divided by ordinary load."""
    ramp: timedelta
    """From ordinary to peak load."""
    availability: Decimal | None
    latency_p99: timedelta | None
    criticality: Literal["high", "normal"]

    @property
    def object_path(self) -> str:
        return f"journeys.{self.name}"

    @property
    def rate(self) -> Decimal | None:
        """Peak with a year's growth, per second and entry."""
        return None if self.peak is None else self.peak * (1 + self.growth / 100)

    @property
    def weight(self) -> Decimal:
        return Decimal(1) if self.criticality == "high" else Decimal("0.5")


class Experiment(Struct, frozen=True):
    """A chaos experiment."""

    name: str
    on: str
    """Object path of what suffers."""
    fault: Literal["slow", "errors", "down"]
    expect: str | None
