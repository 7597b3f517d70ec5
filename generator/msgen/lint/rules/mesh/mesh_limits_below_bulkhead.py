"""MSH03: the mesh allows fewer connections to a service than its callers have bulkheads for."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import REMOVED, Edit, Fix, Smell

_LIMIT = "platform.mesh.max_connections"
_FIX = Fix(
    "take `max_connections` out: each callee then gets 1.5 times its callers' bulkheads", (Edit(_LIMIT, REMOVED),)
)


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    limit = topology.platform.mesh.max_connections
    if limit is None:
        return
    bulkheads: dict[str, list[int]] = {}
    for call in topology.calls.values():
        if not call.is_external and call.bulkhead is not None:
            bulkheads.setdefault(call.target, []).append(call.bulkhead)
    for name, sizes in bulkheads.items():
        if limit < sum(sizes):
            summands = " + ".join(map(str, sizes))
            yield Smell(
                name,
                f"the mesh allows {limit} connections, its callers' bulkheads {sum(sizes)}"
                f"{f' ({summands})' if len(sizes) > 1 else ''}",
                fixes=(_FIX,),
            )


RULE = Rule(
    id="MSH03",
    title="Mesh limits below bulkhead",
    severity="warning",
    covers=("S6",),
    source="Envoy documentation, circuit breaking",
    condition="`mesh.max_connections` < the sum of the bulkheads of all calls to a service",
    fix="automatic",
    check=check,
)
