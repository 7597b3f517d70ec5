"""Database connections that all pods together may open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from msgen.topology.model import Service, Store, Topology

KEPT = 10
"""Connections for the relay, for migrations and for people."""


class Connections(Struct, frozen=True):
    store: str
    """Object path: `orders.store`, or `order-history.read_models.order-view.store`."""
    service: str
    read_model: str | None
    pods: int
    """`scaling.max`."""
    pool: int
    """Per pod."""
    limit: int

    @property
    def needed(self) -> int:
        """max x pool + 10."""
        return self.pods * self.pool + KEPT


def connections(topology: Topology) -> Mapping[str, Connections]:
    """Of every store, by object path."""
    return {item.store: item for service in topology.services.values() for item in _of_service(service)}


def _of_service(service: Service) -> Iterator[Connections]:
    if service.store.exists:
        yield _of_store(service, service.store, f"{service.name}.store", None)
    for model in service.read_models:
        if model.store.exists:
            yield _of_store(service, model.store, f"{service.name}.read_models.{model.name}.store", model.name)


def _of_store(service: Service, store: Store, path: str, read_model: str | None) -> Connections:
    return Connections(path, service.name, read_model, service.scaling.maximum, store.pool, store.max_connections)
