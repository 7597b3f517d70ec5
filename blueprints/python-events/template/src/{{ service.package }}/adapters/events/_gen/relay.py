"""Carries messages from the outbox to the broker: each at least once, those of one key in order."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import structlog

from ....resilience.errors import DependencyUnavailable
from .backoff import Backoff
from .broker import Broker, Message, Stream
from .errors import BrokerUnavailable

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Claim:
    """Messages by their position, in this order, held under a token that no other claim has."""

    token: UUID
    messages: Mapping[int, Message]


class Queue(Protocol):
    """The outbox, as the relay sees it."""

    @property
    def filled(self) -> asyncio.Event: ...

    async def claim(self, limit: int, lease: float) -> Claim | None: ...

    async def settle(self, claim: Claim, sent: Sequence[int]) -> None: ...


class Relay:
    """Sends what waits in the outbox, as a part of the service or as a process of its own.

    Any number of relays may run: a claim keeps a message, and all later ones with its key, from the
    others. A relay that dies loses its claim after `lease` seconds; what it had sent is then sent
    again under the same id.
    """

    def __init__(
        self,
        outbox: Queue,
        broker: Broker,
        streams: Sequence[Stream],
        *,
        batch: int = 100,
        poll: float = 0.1,
        lease: float = 30.0,
        backoff: Backoff | None = None,
    ) -> None:
        """`poll` is the longest time, in seconds, between two looks into the outbox."""
        self._outbox = outbox
        self._broker = broker
        self._streams = tuple(streams)
        self._batch = batch
        self._poll = poll
        self._lease = lease
        self._backoff = backoff or Backoff()
        self._declared = False
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._stopping.clear()
        self._task = asyncio.create_task(self._run())

    async def stop_accepting(self) -> None:
        """Nothing to do: requests under way may still fill the outbox."""

    async def stop(self) -> None:
        """Finish the batch under way; what is left waits for the next relay."""
        self._stopping.set()
        if self._task is not None:
            await self._task
            self._task = None

    async def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            self._outbox.filled.clear()
            try:
                more = await self.send_batch()
                failures = 0
            except DependencyUnavailable as error:
                failures += 1
                _log.warning("relay_waits", reason=str(error), failures=failures)
                await self._pause(self._backoff.after(failures))
            except Exception:
                failures += 1
                _log.exception("relay_failed", failures=failures)
                await self._pause(self._backoff.after(failures))
            else:
                if not more:
                    await self._pause(self._poll, self._outbox.filled)

    async def send_batch(self) -> bool:
        """Send the next messages; `False` if there were none. Raises while the broker is away."""
        if not self._declared:
            for stream in self._streams:
                await self._broker.declare(stream)
            self._declared = True
        claim = await self._outbox.claim(self._batch, self._lease)
        if claim is None:
            return False
        sent: list[int] = []
        try:
            # Shorter than the lease, so that nothing is sent under a claim that is no longer ours.
            async with asyncio.timeout(self._lease * 0.8):
                await self._send(claim, sent)
        except TimeoutError:
            raise BrokerUnavailable("the broker was too slow for a batch") from None
        finally:
            await self._outbox.settle(claim, sent)
        return True

    async def _send(self, claim: Claim, sent: list[int]) -> None:
        """Send in rounds with each key once: a lost message is not overtaken by its next."""
        failed: dict[str | None, Exception] = {}
        for round_ in _rounds(claim.messages):
            positions = [at for at in round_ if claim.messages[at].key not in failed]
            outcomes = await self._broker.publish([claim.messages[at] for at in positions])
            for position, failure in zip(positions, outcomes, strict=True):
                if failure is None:
                    sent.append(position)
                else:
                    failed[claim.messages[position].key] = failure
            if not sent:
                break
        for failure in failed.values():
            self._declared = False  # the broker may have come back without its streams
            unsent = len(claim.messages) - len(sent)
            raise BrokerUnavailable(f"{unsent} messages were not confirmed") from failure

    async def _pause(self, seconds: float, *early: asyncio.Event) -> None:
        """Wait, at most until the relay is stopped or one of the events is set."""
        waiting = [asyncio.create_task(event.wait()) for event in (self._stopping, *early)]
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()


def _rounds(messages: Mapping[int, Message]) -> Iterator[list[int]]:
    """The positions in rounds: the n-th message of each key is in the n-th round."""
    seen: dict[str, int] = {}
    rounds: list[list[int]] = []
    for position, message in messages.items():
        number = 0 if message.key is None else seen.get(message.key, 0)
        if message.key is not None:
            seen[message.key] = number + 1
        if number == len(rounds):
            rounds.append([])
        rounds[number].append(position)
    yield from rounds
