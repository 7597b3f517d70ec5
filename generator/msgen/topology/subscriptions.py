"""Subscriptions: what a service hears, and what a worker's handlers call and publish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from msgen.design.messaging import Subscription as WrittenSubscription
from msgen.design.service import Service as WrittenService
from msgen.topology.events import EventDirectory
from msgen.topology.levels import Level, Settings, Sources
from msgen.topology.model import Call, ReadModel, Subscription
from msgen.topology.operations import P50, P99


class Handlers(Struct, frozen=True, dict=True):
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
        path = f"{name}.subscribes.{reference}"
        settings = Settings(self.sources, path, (Level(("services", name, "subscribes", number), written),))
        retries = settings.value("retries", 5)
        latency = settings.below("latency")
        keyed = self.directory.event(reference).key is not None
        return Subscription(
            event=reference,
            retries=None if retries == "unlimited" else retries,
            dead_letter=settings.value("dead_letter", "on") == "on",
            idempotency=settings.value("idempotency", "inbox" if has_store else "natural"),
            ordered=settings.value("ordering", "key" if keyed else "none") == "key",
            latency_p50=latency.value("p50", P50, "assumed"),
            latency_p99=latency.value("p99", P99, "assumed"),
            calls=calls,
            publishes=self.published_by(name, reference) if name in self.workers else (),
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

    def published_by(self, name: str, handled: str) -> tuple[str, ...]:
        """The worker's events, except those that would come back to the handler."""
        own = [self.directory.reference(name, event) for event in self.services[name].publishes or ()]
        return tuple(event for event in dict.fromkeys(own) if not self._comes_back(event, handled))

    def _comes_back(self, event: str, handled: str) -> bool:
        waiting, seen = [event], set()
        while waiting:
            current = waiting.pop()
            if current == handled:
                return True
            if current not in seen:
                seen.add(current)
                waiting += self._follow_ups.get(current, ())
        return False

    @cached_property
    def _follow_ups(self) -> Mapping[str, tuple[str, ...]]:
        """What the workers that hear an event publish, by the event."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.workers):
            service = self.services[name]
            published = [self.directory.reference(name, event) for event in service.publishes or ()]
            for heard in service.subscribes or ():
                found.setdefault(self.directory.reference(name, heard.event), []).extend(published)
        return {event: tuple(dict.fromkeys(events)) for event, events in found.items()}
