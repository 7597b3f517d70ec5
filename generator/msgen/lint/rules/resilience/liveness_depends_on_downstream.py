"""RES18: pods that restart because somebody else is down."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Service

OWN = "store"


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        if service.liveness:
            names = ", ".join(service.liveness)
            yield Smell(
                f"{service.name}.probes.liveness",
                f"every pod restarts, again and again, while {names} does not answer",
                fixes=(_fix(service),),
            )


def _fix(service: Service) -> Fix:
    """Alive is who answers at all; ready is who has a store to work with."""
    path = f"{service.name}.probes"
    alive = Edit(f"{path}.liveness", [])
    if OWN in service.liveness and OWN not in service.readiness:
        ready = [*service.readiness, OWN]
        return Fix(f"empty it, and set `readiness` to [{', '.join(ready)}]", (alive, Edit(f"{path}.readiness", ready)))
    return Fix("empty it: a pod is alive when it answers", (alive,))


RULE = Rule(
    id="RES18",
    title="Liveness depends on downstream",
    severity="error",
    covers=("S4",),
    source="Kubernetes documentation; Azure mission-critical guidance and cloud patterns",
    condition="`probes.liveness` names a dependency",
    fix="automatic",
    check=check,
)
