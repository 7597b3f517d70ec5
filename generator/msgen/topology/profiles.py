"""The three bundles of defaults."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Profile(Struct, frozen=True):
    name: Literal["minimal", "standard", "production"]
    minimum_pods: int
    maximum_pods: int
    zones: int
    store_replicas: int
    strategy: Literal["rolling", "canary"]
    mesh: Literal["istio", "none"]
    resilience: bool
    """Calls get tries, a circuit breaker and a bulkhead, not only a timeout."""

    @property
    def source(self) -> str:
        return f"profile:{self.name}"


PROFILES = {
    "minimal": Profile("minimal", 1, 1, 1, 1, "rolling", "none", resilience=False),
    "standard": Profile("standard", 2, 6, 1, 1, "rolling", "istio", resilience=True),
    "production": Profile("production", 3, 12, 3, 2, "canary", "istio", resilience=True),
}
