"""SAG05: a saga of many services that none of them drives."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.sagas._steps import participants
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Saga, Topology

MOST = 4


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for saga in topology.sagas.values():
        services = participants(saga)
        if saga.coordinator is None and len(services) > MOST:
            yield Smell(
                saga.object_path,
                f"{len(services)} services take part and none coordinates them: {', '.join(services)}",
                fixes=tuple(_fixes(topology, saga, services)),
            )


def _fixes(topology: Topology, saga: Saga, services: tuple[str, ...]) -> Iterator[Fix]:
    publishers = topology.event(saga.trigger).publishers
    for name in dict.fromkeys((*publishers, services[0])):
        edits = (Edit(f"{saga.object_path}.coordinator", name), Edit(f"{saga.object_path}.style", "orchestration"))
        yield Fix(f"let `{name}` coordinate it", edits)


RULE = Rule(
    id="SAG05",
    title="Choreography too long",
    severity="warning",
    covers=("S5",),
    source="Newman, Building Microservices",
    condition="a saga without a coordinator in which more than 4 services take part",
    fix="choice",
    check=check,
)
