"""What a service keeps, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from msgen.design.types import Field


@dataclass(frozen=True, slots=True)
class Aggregate:
    name: str
    fields: tuple[Field, ...]
    entities: tuple[str, ...]
    value_objects: tuple[str, ...]
    invariants: tuple[str, ...]
    events: tuple[str, ...]
    event_sourced: bool = False


@dataclass(frozen=True, slots=True)
class Store:
    engine: str
    """`postgres`, `sqlite`, another product, or `none`."""
    name: str
    replicas: int
    availability: Decimal
    pool: int
    max_connections: int

    @property
    def exists(self) -> bool:
        return self.engine != "none"


@dataclass(frozen=True, slots=True)
class ReadModel:
    name: str
    fields: tuple[Field, ...]
    sources: tuple[str, ...]
    serves: tuple[str, ...]
    staleness: timedelta
    store: Store
