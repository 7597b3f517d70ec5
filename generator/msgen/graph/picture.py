"""What is drawn of a topology: contexts with their services, the systems beside them, and arrows between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from msgen.topology.model import Saga, Topology
from msgen.topology.model import Service as ResolvedService

Kind = Literal["call", "step", "event"]
KINDS: tuple[Kind, ...] = ("call", "step", "event")


class Service(Struct, frozen=True):
    name: str
    role: str
    """`service`, `bff`, `gateway` or `read-model`."""
    protocols: tuple[str, ...]
    """Empty for a worker."""
    stores: tuple[str, ...]
    """The engines of its store and of its read models, each once."""

    @property
    def traits(self) -> tuple[str, ...]:
        """What stands beside the name."""
        role = () if self.role == "service" else (self.role,)
        return (*role, *(self.protocols or ("worker",)), *self.stores)


class Context(Struct, frozen=True):
    name: str
    services: tuple[Service, ...]


class Arrow(Struct, frozen=True):
    """Everything of one kind that goes from one service to another."""

    source: str
    target: str
    """A service, or an external system."""
    kind: Kind
    """A synchronous call, a step of a saga, or an event."""
    labels: tuple[str, ...]
    """Operations or events; empty for calls to an external system."""
    saga: str | None = None
    """Of a step."""

    @property
    def said(self) -> str:
        """
        >>> Arrow("ordering", "payments", "step", ("Authorize", "Void"), "place-order").said
        'place-order: Authorize, Void'
        """
        return "".join((f"{self.saga}: " if self.saga else "", ", ".join(self.labels)))


class Picture(Struct, frozen=True):
    name: str
    contexts: tuple[Context, ...]
    externals: tuple[str, ...]
    arrows: tuple[Arrow, ...]
    """Calls first, then steps of sagas, then events; each in the order of the spec."""
    unheard: tuple[tuple[str, str], ...]
    """Services with the events that they publish and nobody subscribes to."""

    def services(self) -> Iterator[Service]:
        for context in self.contexts:
            yield from context.services

    def of(self, kind: Kind) -> tuple[Arrow, ...]:
        return tuple(arrow for arrow in self.arrows if arrow.kind == kind)


def picture(topology: Topology) -> Picture:
    """Everything that a topology has to show."""
    contexts = (
        Context(name, tuple(_service(each) for each in topology.services.values() if each.context == name))
        for name in topology.contexts
    )
    return Picture(
        name=topology.name,
        contexts=tuple(context for context in contexts if context.services),
        externals=tuple(topology.externals),
        arrows=(
            *_arrows("call", _calls(topology)),
            *(arrow for saga in topology.sagas.values() for arrow in _arrows("step", _steps(saga), saga.name)),
            *_arrows("event", _events(topology)),
        ),
        unheard=tuple(_unheard(topology)),
    )


def _service(service: ResolvedService) -> Service:
    stores = (service.store, *(model.store for model in service.read_models))
    engines = dict.fromkeys(store.engine for store in stores if store.exists)
    return Service(service.name, service.role, service.protocols, tuple(engines))


def _arrows(kind: Kind, ends: Iterable[tuple[str, str, str]], saga: str | None = None) -> Iterator[Arrow]:
    """One arrow for all that goes from one place to another."""
    labels: dict[tuple[str, str], dict[str, None]] = {}
    for source, target, label in ends:
        labels.setdefault((source, target), {})[label] = None
    for (source, target), found in labels.items():
        yield Arrow(source, target, kind, tuple(filter(None, found)), saga)


def _calls(topology: Topology) -> Iterator[tuple[str, str, str]]:
    for service in topology.services.values():
        for call in service.calls():
            yield service.name, call.target, call.operation or ""


def _steps(saga: Saga) -> Iterator[tuple[str, str, str]]:
    """What a coordinator asks for; in a choreography the events say it."""
    for step in saga.steps if saga.coordinator is not None else ():
        for operation in filter(None, (step.do, step.compensate)):
            target, _, name = operation.partition(".")
            yield str(saga.coordinator), target, name


def _events(topology: Topology) -> Iterator[tuple[str, str, str]]:
    for source in topology.services.values():
        for reference in source.publishes:
            event = topology.event(reference)
            for target in topology.services.values():
                if any(topology.event(each.event) == event for each in target.subscriptions):
                    yield source.name, target.name, event.name


def _unheard(topology: Topology) -> Iterator[tuple[str, str]]:
    heard = {topology.event(reference).object_path for reference in _heard(topology)}
    for service in topology.services.values():
        for event in map(topology.event, service.publishes):
            if event.object_path not in heard:
                yield service.name, event.name


def _heard(topology: Topology) -> Iterator[str]:
    """Events that somebody subscribes to, waits for, or begins a saga with."""
    for service in topology.services.values():
        yield from (subscription.event for subscription in service.subscriptions)
        yield from (call.await_reply for call in service.calls() if call.await_reply is not None)
    yield from (saga.trigger for saga in topology.sagas.values())
