"""The broker that BROKER_URL names; its client is imported only when it is needed."""

from __future__ import annotations

from .broker import Broker


def create_broker(url: str, *, name: str = "") -> Broker:
    """`nats://host:4222` or `memory://`; connects when first used and calls itself `name`."""
    scheme = url.partition("://")[0]
    if scheme in ("nats", "tls"):
        from .nats_broker import NatsBroker

        return NatsBroker(url, name=name)
    if scheme == "memory":
        from .memory_broker import MemoryBroker

        return MemoryBroker()
    raise ValueError(f"`{scheme}://` is not supported; use nats:// or memory://")
