"""DAT05: a read model that cannot be as fresh as it promises to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from msgspec import Struct

from msgen.analysis.messaging import handler_latency
from msgen.lint.durations import duration
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Cost, Edit, Fix, Smell
from msgen.topology.model import ReadModel, Service, Topology

BROKER = timedelta(milliseconds=50)
MILLISECOND = timedelta(milliseconds=1)


class Age(Struct, frozen=True):
    """How old an entry may be when it can be read."""

    poll: timedelta
    handler: timedelta
    handler_path: str

    @property
    def total(self) -> timedelta:
        return self.poll + BROKER + self.handler

    @property
    def parts(self) -> str:
        return f"{duration(self.poll)} poll + {duration(BROKER)} broker + {duration(self.handler)} handler"


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for service in topology.services.values():
        for model in service.read_models:
            polls = _polls(topology, model)
            age = _age(service, model, polls)
            broken = {path: limit for path, limit in _promises(service, model).items() if age and age.total > limit}
            if age is not None and broken:
                yield _smell(service, model, polls, age, broken)


def _polls(topology: Topology, model: ReadModel) -> Mapping[str, timedelta]:
    """How long each publisher of the sources may keep an event; what is sent directly does not wait."""
    services = (topology.service(name) for source in model.sources for name in topology.event(source).publishers)
    return {item.name: item.messaging.poll for item in services if item.messaging.delivery != "direct"}


def _age(service: Service, model: ReadModel, polls: Mapping[str, timedelta]) -> Age | None:
    """`None` for a read model that is built from nothing."""
    feeding = [item for item in service.subscriptions if item.read_model == model.name]
    slowest = max(feeding, key=lambda item: item.latency_p99, default=None)
    if slowest is None:
        return None
    return Age(max(polls.values(), default=timedelta()), slowest.latency_p99, handler_latency(service.name, slowest))


def _promises(service: Service, model: ReadModel) -> Mapping[str, timedelta]:
    promised = {f"{service.name}.read_models.{model.name}.staleness": model.staleness}
    if service.slo is not None and service.slo.freshness is not None:
        promised[f"{service.name}.slo.freshness"] = service.slo.freshness
    return promised


def _smell(
    service: Service, model: ReadModel, polls: Mapping[str, timedelta], age: Age, broken: Mapping[str, timedelta]
) -> Smell:
    limit = min(broken.values())
    promises = " and ".join(f"`{path.rpartition('.')[2]}` is {duration(length)}" for path, length in broken.items())
    return Smell(
        f"{service.name}.read_models.{model.name}",
        f"may be {duration(age.total)} old ({age.parts}), but {promises}",
        cost=Cost(Decimal((age.total - limit) // timedelta(microseconds=1)) / 1000, "ms"),
        assumed=(age.handler_path,) if age.poll + BROKER <= limit else (),
        fixes=tuple(_fixes(polls, age, broken)),
    )


def _fixes(polls: Mapping[str, timedelta], age: Age, broken: Mapping[str, timedelta]) -> Iterator[Fix]:
    left = (min(broken.values()) - BROKER - age.handler) // MILLISECOND * MILLISECOND
    slow = [name for name, poll in polls.items() if poll > left]
    if slow and left > timedelta():
        names = " and ".join(f"`{name}`" for name in slow)
        edits = tuple(Edit(f"{name}.messaging.poll", duration(left)) for name in slow)
        yield Fix(f"let {names} look for new events every {duration(left)}", edits)
    enough = duration(-(-age.total // MILLISECOND) * MILLISECOND)
    yield Fix(f"promise {enough}", tuple(Edit(path, enough) for path in broken))


RULE = Rule(
    id="DAT05",
    title="Read model staler than its promise",
    severity="error",
    covers=("S5",),
    source="CQRS (Young)",
    condition="`messaging.poll` of the slowest publisher (0 where it sends directly) + 50 ms broker + handler p99 > "
    "`staleness` of the read model, or > `slo.freshness` of its service",
    fix="choice",
    check=check,
)
