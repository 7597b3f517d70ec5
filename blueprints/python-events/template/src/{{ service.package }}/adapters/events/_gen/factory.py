"""The broker that BROKER_URL names; its client is imported only when it is needed."""

from __future__ import annotations

from .broker import Broker


def create_broker(url: str, *, name: str = "") -> Broker:
    """`nats://host:4222` or `memory://`; connects when first used. `name` shows up at the broker."""
    scheme = url.partition("://")[0]
    if scheme in ("nats", "tls"):
        from .nats_broker import NatsBroker

        return NatsBroker(url, name=name)
    if scheme == "memory":
        from .memory_broker import MemoryBroker

        return MemoryBroker()
    raise ValueError(f"`{scheme}://` is no broker of this service; use nats:// or memory://")
