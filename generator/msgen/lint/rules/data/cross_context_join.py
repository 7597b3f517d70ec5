"""DAT09: a query that joins the data of many services while the caller waits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgen.design.naming import kebab_case
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.data._read_models import serves
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Operation, Service, Topology

MANY = 3


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for service in topology.services.values():
        for operation in service.operations:
            if not operation.is_query or serves(service, operation):
                continue
            owners = tuple(dict.fromkeys(_owners(topology, service, operation)))
            if len(owners) >= MANY:
                yield Smell(
                    operation.object_path,
                    f"joins the data of {len(owners)} services: {', '.join(owners)}",
                    fixes=tuple(_fixes(topology, service, operation, owners)),
                )


def _owners(topology: Topology, service: Service, operation: Operation) -> Iterator[str]:
    """Whose data it needs, as often as it does; what a read model answers is a copy and nobody's own."""
    for reference in operation.reads:
        yield reference.rpartition(".")[0] or service.name
    added = (version.calls.get(operation.name, ()) for version in service.versions)
    for call in (*operation.calls, *(call for calls in added for call in calls)):
        if call.operation is not None:
            callee = topology.service(call.target)
            if not serves(callee, callee.operation(call.operation)):
                yield call.target


def _fixes(topology: Topology, service: Service, operation: Operation, owners: Sequence[str]) -> Iterator[Fix]:
    """A service that keeps something of its own is left to its author: a read model may be all that it has then."""
    events = {owner: topology.service(owner).publishes for owner in owners}
    silent = [owner for owner, published in events.items() if not published]
    if silent:
        yield Fix(f"let {', '.join(silent)} publish what changes, and serve it from a read model")
    elif service.aggregates:
        yield Fix("serve it from a read model of the owners' events")
    else:
        sources = list(dict.fromkeys(event for published in events.values() for event in published))
        view = {"sources": sources, "serves": [operation.name]}
        path = f"{service.name}.read_models.{kebab_case(operation.name)}"
        yield Fix("serve it from a read model of the owners' events: then its calls can go", (Edit(path, view),))
    yield Fix("leave the join to the client, with a query for each part")


RULE = Rule(
    id="DAT09",
    title="Cross-context join",
    severity="warning",
    covers=("S5",),
    source="microservices.io (Richardson), API composition",
    condition="a query that no read model serves and that needs, by `reads` and calls, data of at least 3 services",
    fix="choice",
    check=check,
)
