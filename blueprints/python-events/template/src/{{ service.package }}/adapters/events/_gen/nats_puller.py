"""Fetches from a durable of NATS JetStream."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription as NatsSubscription
from nats.errors import Error as NatsError

from .broker import Durable
from .errors import BrokerUnavailable

_NANOSECONDS = 1_000_000_000
_GRACE = 0.5
"""Seconds that the server's word about the end of a request may take."""
_REQUEST_OVER = {"404", "408"}
"""Statuses that end a request in the ordinary way: no messages, time over."""


@dataclass(slots=True)
class _Request:
    """What the server was asked for and may still deliver."""

    reply: str
    missing: int
    end: float
    """Time of the loop after which nothing more comes."""


class NatsPuller:
    """Has one request with the server at a time and takes messages as they arrive.

    The client's own `fetch` waits for a whole batch before it gives out the first message.
    """

    def __init__(self, client: Client, durable: Durable) -> None:
        self._client = client
        self._source = f"$JS.API.CONSUMER.MSG.NEXT.{durable.stream.name}.{durable.name}"
        self._inbox = client.new_inbox()
        self._arrived: asyncio.Queue[Msg | BrokerUnavailable | None] = asyncio.Queue()
        """Messages, and why there are no more: `None` in the ordinary way."""
        self._subscription: NatsSubscription | None = None
        self._request: _Request | None = None
        self._requests = 0

    @classmethod
    async def open(cls, client: Client, durable: Durable) -> NatsPuller:
        puller = cls(client, durable)
        puller._subscription = await client.subscribe(f"{puller._inbox}.*", cb=puller._take_in)
        return puller

    async def fetch(self, batch: int, wait: float) -> Sequence[NatsDelivery]:
        if self._arrived.empty():
            await self._ask(batch, wait)
        deliveries: list[NatsDelivery] = []
        arrived = await self._next(wait + _GRACE)
        while arrived is not None:
            if isinstance(arrived, BrokerUnavailable):
                if not deliveries:
                    raise arrived
                self._arrived.put_nowait(arrived)  # for the next fetch
                break
            deliveries.append(NatsDelivery(arrived))
            room = len(deliveries) < batch and not self._arrived.empty()
            arrived = self._arrived.get_nowait() if room else None
        return deliveries

    async def close(self) -> None:
        """Leave, and give back what has arrived but was not fetched."""
        if self._subscription is not None and not self._client.is_closed:
            await self._subscription.unsubscribe()
        while not self._arrived.empty():
            arrived = self._arrived.get_nowait()
            if isinstance(arrived, Msg) and self._client.is_connected:
                await NatsDelivery(arrived).nak(0.0)

    async def _ask(self, batch: int, wait: float) -> None:
        now = asyncio.get_running_loop().time()
        if self._request is not None and self._request.missing and now < self._request.end:
            return
        if not self._client.is_connected:
            raise BrokerUnavailable("the connection to the broker is down")
        self._requests += 1
        reply = f"{self._inbox}.{self._requests}"
        self._request = _Request(reply, batch, now + wait + _GRACE)
        body = {"batch": batch, "expires": int(wait * _NANOSECONDS)}
        try:
            await self._client.publish(self._source, json.dumps(body).encode(), reply=reply)
        except NatsError as error:
            raise BrokerUnavailable(str(error)) from error

    async def _next(self, wait: float) -> Msg | BrokerUnavailable | None:
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                return await self._arrived.get()
        return None

    async def _take_in(self, message: Msg) -> None:
        request = self._request
        status = (message.headers or {}).get("Status")
        if status is None or message.reply:
            if request is not None:
                request.missing -= 1
            self._arrived.put_nowait(message)
        elif request is not None and message.subject == request.reply:
            request.missing = 0
            self._arrived.put_nowait(_end_of_request(message, status))


@dataclass(frozen=True, slots=True)
class NatsDelivery:
    """One try at handing over a message."""

    _message: Msg

    @property
    def subject(self) -> str:
        return self._message.subject

    @property
    def payload(self) -> bytes:
        return self._message.data

    @property
    def headers(self) -> Mapping[str, str]:
        return self._message.headers or {}

    @property
    def attempt(self) -> int:
        return self._message.metadata.num_delivered or 1

    async def ack(self) -> None:
        await self._answer(b"+ACK")

    async def nak(self, delay: float) -> None:
        body = json.dumps({"delay": int(delay * _NANOSECONDS)})
        await self._answer(f"-NAK {body}".encode())

    async def term(self) -> None:
        await self._answer(b"+TERM")

    async def in_progress(self) -> None:
        await self._answer(b"+WPI")

    async def _answer(self, answer: bytes) -> None:
        try:
            await self._message._client.publish(self._message.reply, answer)
        except (NatsError, OSError) as error:
            raise BrokerUnavailable(str(error) or "the broker is away") from error


def _end_of_request(message: Msg, status: str) -> BrokerUnavailable | None:
    if status in _REQUEST_OVER:
        return None
    reason = (message.headers or {}).get("Description", "no reason given")
    return BrokerUnavailable(f"the consumer was refused: {status} {reason}")
