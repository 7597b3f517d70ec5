"""What a service keeps, and where."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from msgen.design.types import Field


class Aggregate(Struct, frozen=True):
    name: str
    fields: tuple[Field, ...]
    entities: tuple[str, ...]
    value_objects: tuple[str, ...]
    invariants: tuple[str, ...]
    events: tuple[str, ...]
    event_sourced: bool = False
    snapshot_every: int | None = None
    """Events between two snapshots."""
    context: str = ""
    """The context that it belongs to by its meaning; its service's where nothing else is written."""
    contains: tuple[Literal["pii", "pci"], ...] = ()
    """Data classes in it, those of marked fields among them."""
    was: str | None = None
    """Its old name; `None` where it was not renamed."""


class Backup(Struct, frozen=True):
    rpo: timedelta | None
    """Data that may be lost."""
    rto: timedelta | None
    """Until it is back."""


class Store(Struct, frozen=True):
    engine: str
    """`postgres`, `sqlite`, another product, or `none`."""
    name: str
    replicas: int
    availability: Decimal
    pool: int
    max_connections: int
    backup: Backup | None = None

    @property
    def exists(self) -> bool:
        return self.engine != "none"


class ReadModel(Struct, frozen=True):
    name: str
    fields: tuple[Field, ...]
    sources: tuple[str, ...]
    serves: tuple[str, ...]
    staleness: timedelta
    store: Store
