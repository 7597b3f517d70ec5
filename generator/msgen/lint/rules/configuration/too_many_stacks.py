"""CFG02: few services in many languages, or on many kinds of stores."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Smell
from msgen.topology.model import Topology

_MOST_KINDS = 3
_FEW_SERVICES = 10


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    if len(topology.services) >= _FEW_SERVICES:
        return
    kinds = {
        "languages": sorted({service.language for service in topology.services.values()}),
        "kinds of stores": sorted(_engines(topology)),
    }
    found = [
        f"{len(names)} {what} ({', '.join(names)}) for {len(topology.services)} services"
        for what, names in kinds.items()
        if len(names) > _MOST_KINDS
    ]
    if found:
        yield Smell(".", "; ".join(found), hint="agree on a few, and move a service when it is rebuilt anyway")


def _engines(topology: Topology) -> set[str]:
    stores = (
        store
        for service in topology.services.values()
        for store in (service.store, *(model.store for model in service.read_models))
    )
    return {store.engine for store in stores if store.exists}


RULE = Rule(
    id="CFG02",
    title="Too many stacks",
    severity="info",
    covers=("S2",),
    source="Taibi, Lenarduzzi, Pahl: taxonomy of microservice anti-patterns; MSANose, too many standards",
    condition="more than 3 kinds of `runtime.language` or of `store.engine` in a system of less than 10 services",
    fix="none",
    check=check,
)
