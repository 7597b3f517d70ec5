"""The broker as a part of the service that is opened and closed."""

from __future__ import annotations

from .broker import Broker


class OpenBroker:
    """Connects on first use, so that the service starts while the broker is away."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker

    async def start(self) -> None:
        """Nothing to do: the first message connects."""

    async def stop(self) -> None:
        await self._broker.close()
