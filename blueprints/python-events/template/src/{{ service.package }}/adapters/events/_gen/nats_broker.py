"""NATS JetStream."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import nats
import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    PubAck,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import APIError, NotFoundError, ServerError, ServiceUnavailableError

from .broker import Durable, Message, Stream
from .errors import BrokerUnavailable
from .nats_puller import NatsPuller

_log = structlog.get_logger()
_CONNECT_TIMEOUT = 2
_ACK_TIMEOUT = 5.0
_RECONNECT_WAIT = 0.25
_MOST_UNCONFIRMED = 500
"""Messages sent whose storing the server has not confirmed yet."""


class NatsBroker:
    """One connection, made when first needed and then kept up for ever."""

    def __init__(self, url: str, *, name: str = "") -> None:
        self._servers = url.split(",")
        self._name = name
        self._client: Client | None = None
        self._connecting = asyncio.Lock()
        self._stream: JetStreamContext | None = None

    async def declare(self, stream: Stream) -> None:
        jetstream = await self._jetstream()
        with _translated():
            try:
                known = (await jetstream.stream_info(stream.name)).config
            except NotFoundError:
                await jetstream.add_stream(_stream_config(stream))
                return
            wanted = _extended(known, stream)
            if wanted != known:
                await jetstream.update_stream(wanted)

    async def publish(self, messages: Sequence[Message]) -> Sequence[Exception | None]:
        outcomes: list[Exception | None] = []
        for start in range(0, len(messages), _MOST_UNCONFIRMED):
            outcomes += await self._publish(messages[start : start + _MOST_UNCONFIRMED])
        return outcomes

    async def subscribe(self, durable: Durable) -> NatsPuller:
        jetstream = await self._jetstream()
        config = ConsumerConfig(
            durable_name=durable.name,
            filter_subjects=list(durable.subjects),
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=durable.ack_wait,
            max_deliver=-1,  # the consumer counts, so that no message is left behind in silence
            max_ack_pending=durable.max_in_flight,
        )
        with _translated():
            await jetstream.add_consumer(durable.stream.name, config)
            return await NatsPuller.open(await self._connected(), durable)

    async def ping(self) -> None:
        client = await self._connected()
        with _translated():
            await client.flush(timeout=_CONNECT_TIMEOUT)

    async def close(self) -> None:
        """Send what is still in the buffer, acknowledgements above all, and hang up."""
        client, self._client, self._stream = self._client, None, None
        if client is None:
            return
        if client.is_connected:
            with _translated():
                await client.flush(timeout=_CONNECT_TIMEOUT)
        await client.close()

    async def _publish(self, messages: Sequence[Message]) -> list[Exception | None]:
        try:
            jetstream = await self._jetstream()
        except BrokerUnavailable as error:
            return [error] * len(messages)
        sent = [await _sent(jetstream, message) for message in messages]
        futures = [future for future in sent if isinstance(future, asyncio.Future)]
        if futures:
            await asyncio.wait(futures, timeout=_ACK_TIMEOUT)
        return [_outcome(future) for future in sent]

    async def _jetstream(self) -> JetStreamContext:
        client = await self._connected()
        if self._stream is None:
            self._stream = client.jetstream(
                timeout=_ACK_TIMEOUT, publish_async_max_pending=_MOST_UNCONFIRMED
            )
        return self._stream

    async def _connected(self) -> Client:
        async with self._connecting:
            if self._client is None:
                self._client = await self._connect()
        if not self._client.is_connected:
            raise BrokerUnavailable("the connection to the broker is down")
        return self._client

    async def _connect(self) -> Client:
        with _translated():
            async with asyncio.timeout(_CONNECT_TIMEOUT):
                return await nats.connect(
                    self._servers,
                    name=self._name or None,
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=_RECONNECT_WAIT,
                    # What cannot be sent now is refused, not sent later behind our back: the relay
                    # would by then have sent it again.
                    pending_size=0,
                    error_cb=_report,
                )


async def _report(error: Exception) -> None:
    _log.warning("broker_connection", reason=str(error) or type(error).__name__)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (ServerError, ServiceUnavailableError) as error:
        raise BrokerUnavailable(str(error)) from error
    except APIError:
        raise  # the server understood and refused: a fault of ours, which waiting does not mend
    except (NatsError, OSError, TimeoutError) as error:
        raise BrokerUnavailable(str(error) or "the broker did not answer") from error


async def _sent(
    jetstream: JetStreamContext, message: Message
) -> asyncio.Future[PubAck] | Exception:
    """The confirmation to come, or why the message could not be sent."""
    try:
        with _translated():
            return await jetstream.publish_async(
                message.subject, message.payload, headers=dict(message.headers)
            )
    except Exception as error:
        return error


def _outcome(sent: asyncio.Future[PubAck] | Exception) -> Exception | None:
    if isinstance(sent, Exception):
        return sent
    if not sent.done():
        sent.cancel()
        return BrokerUnavailable("the broker did not confirm in time")
    try:
        with _translated():
            sent.result()
    except Exception as error:
        return error
    return None


def _stream_config(stream: Stream) -> StreamConfig:
    return StreamConfig(
        name=stream.name,
        subjects=sorted(stream.subjects),
        storage=StorageType.FILE,
        retention=RetentionPolicy.WORK_QUEUE if stream.work_queue else RetentionPolicy.LIMITS,
        max_age=stream.max_age,
        num_replicas=stream.replicas,
    )


def _extended(known: StreamConfig, stream: Stream) -> StreamConfig:
    """Several services, old and new ones side by side, declare one stream: nobody shrinks it."""
    subjects = sorted({*(known.subjects or ()), *stream.subjects})
    for_ever = not known.max_age or not stream.max_age
    max_age = 0.0 if for_ever else max(known.max_age or 0.0, stream.max_age)
    replicas = max(known.num_replicas or 1, stream.replicas)
    return replace(known, subjects=subjects, max_age=max_age, num_replicas=replicas)
