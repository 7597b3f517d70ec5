"""EVT06: order is assumed among events that do not share a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from msgen.design.naming import snake_case
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Event, Service, Topology


class Mismatch(Struct, frozen=True):
    """An event that comes by another key than the rest of its aggregate's events."""

    event: Event
    aggregate: str
    key: str
    """By which the others come."""

    @property
    def message(self) -> str:
        own = f"by `{self.event.key}`" if self.event.key else "without a key"
        return (
            f"`{self.event.name}` comes {own}, other events of `{self.aggregate}` by `{self.key}`: their order is lost"
        )

    @property
    def edit(self) -> Edit:
        return Edit(f"{self.event.object_path}.key", self.key)


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    families = _families(topology)
    for service in topology.services.values():
        yield from _of_subscriptions(topology, service, families)
        for model in service.read_models:
            events = [topology.event(source) for source in model.sources]
            if found := list(_mismatches(events, families)):
                yield Smell(
                    f"{service.name}.read_models.{model.name}",
                    "; ".join(item.message for item in found),
                    fixes=(_fix([item.edit for item in found]),),
                )


def _of_subscriptions(topology: Topology, service: Service, families: Families) -> Iterator[Smell]:
    own = {item.event: item for item in service.subscriptions if item.read_model is None}
    paths = {event: f"{service.name}.subscribes.{event}" for event in own}
    in_order = [
        topology.event(event)
        for event, item in own.items()
        if item.ordered or not topology.is_written(f"{paths[event]}.ordering")
    ]
    mismatches = {item.event.object_path: item for item in _mismatches(in_order, families)}
    for reference, subscription in own.items():
        event = topology.event(reference)
        mismatch = mismatches.get(event.object_path)
        if mismatch is not None:
            yield Smell(paths[reference], mismatch.message, fixes=(_fix([mismatch.edit]),))
        elif subscription.ordered and event.key is None:
            key = _key(topology, event, families)
            yield Smell(
                paths[reference],
                f"keeps the order within one key, but `{event.name}` has none",
                hint="" if key else f"give `{event.object_path}` a `key`, or write `ordering: none`",
                fixes=(_fix([Edit(f"{event.object_path}.key", key)]),) if key else (),
            )


def _fix(edits: Sequence[Edit]) -> Fix:
    return Fix(
        ", ".join(f"write `key: {edit.value}` at `{edit.path.removesuffix('.key')}`" for edit in edits), tuple(edits)
    )


Families = Mapping[str, Sequence[tuple[str, str]]]
"""The aggregates that list an event, by its object path: service and name."""


def _families(topology: Topology) -> Families:
    found: dict[str, list[tuple[str, str]]] = {}
    for service in topology.services.values():
        for aggregate in service.aggregates:
            for reference in aggregate.events:
                found.setdefault(topology.event(reference).object_path, []).append((service.name, aggregate.name))
    return found


def _mismatches(events: Sequence[Event], families: Families) -> Iterator[Mismatch]:
    """Each event that differs from the first of its aggregate that has a key."""
    heard: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        for aggregate in families.get(event.object_path, ()):
            heard.setdefault(aggregate, []).append(event)
    for (_, name), members in heard.items():
        key = next((event.key for event in members if event.key is not None), None)
        for event in members:
            if key is not None and event.key != key:
                yield Mismatch(event, name, key)


def _key(topology: Topology, event: Event, families: Families) -> str | None:
    """The identity of the aggregate that lists the event, else of its publisher's first; `None` without either."""
    listed = [aggregate for _, aggregate in families.get(event.object_path, ())]
    first = [item.name for name in event.publishers for item in topology.service(name).aggregates]
    owner = next(iter([*listed, *first]), None)
    return f"{snake_case(owner)}_id" if owner else None


RULE = Rule(
    id="EVT06",
    title="Order assumed, no key",
    severity="error",
    covers=("S3",),
    source="Kafka documentation",
    condition="`ordering: key` on an event without a key, or a consumer of several events of one aggregate whose keys "
    "differ",
    fix="automatic",
    check=check,
)
