"""Subscriptions: what a service hears, and what a worker's handlers call and publish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msgen.design.messaging import Subscription as WrittenSubscription
from msgen.design.service import Service as WrittenService
from msgen.topology.events import EventDirectory
from msgen.topology.levels import Level, Settings, Sources
from msgen.topology.model import Call, ReadModel, Subscription
from msgen.topology.operations import P50, P99


@dataclass(frozen=True)
class Handlers:
    """Everything that the subscriptions of all services look at."""

    services: Mapping[str, WrittenService]
    workers: frozenset[str]
    """Services without operations: their calls and events take place in their handlers."""
    directory: EventDirectory
    sources: Sources

    def subscription(
        self, name: str, number: int, written: WrittenSubscription, calls: tuple[Call, ...], *, has_store: bool
    ) -> Subscription:
        """A subscription of the service itself; `calls` are those of a worker's handler."""
        reference = self.directory.reference(name, written.event)
        path = f"{name}.subscribes.{written.event}"
        settings = Settings(self.sources, path, (Level(("services", name, "subscribes", number), written),))
        retries = settings.value("retries", 5)
        keyed = self.directory.event(reference).key is not None
        return Subscription(
            event=reference,
            retries=None if retries == "unlimited" else retries,
            dead_letter=settings.value("dead_letter", "on") == "on",
            idempotency=settings.value("idempotency", "inbox" if has_store else "natural"),
            ordered=settings.value("ordering", "key" if keyed else "none") == "key",
            latency_p50=(written.latency.p50 if written.latency else None) or P50,
            latency_p99=(written.latency.p99 if written.latency else None) or P99,
            calls=calls,
            publishes=self._worker_publishes(name, reference) if name in self.workers else (),
        )

    def of_read_model(self, model: ReadModel) -> Iterator[Subscription]:
        """One subscription for each event that the read model is built from."""
        for source in model.sources:
            yield Subscription(
                event=source,
                retries=5,
                dead_letter=True,
                idempotency="inbox" if model.store.exists else "natural",
                ordered=self.directory.event(source).key is not None,
                latency_p50=P50,
                latency_p99=P99,
                read_model=model.name,
            )

    def _worker_publishes(self, name: str, handled: str) -> tuple[str, ...]:
        """The worker's events, except those that would come back to the handler."""
        own = [self.directory.reference(name, event) for event in self.services[name].publishes or ()]
        return tuple(event for event in dict.fromkeys(own) if not self._comes_back(event, handled))

    def _comes_back(self, event: str, handled: str) -> bool:
        waiting, seen = [event], set()
        while waiting:
            current = waiting.pop()
            if current == handled:
                return True
            if current in seen:
                continue
            seen.add(current)
            for name in self.services:
                if name in self.workers and current in self._heard(name):
                    waiting += [self.directory.reference(name, item) for item in self.services[name].publishes or ()]
        return False

    def _heard(self, name: str) -> set[str]:
        return {self.directory.reference(name, item.event) for item in self.services[name].subscribes or ()}
