"""MSH01: the mesh gives up on a call before its caller does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from msgen.analysis.deadlines import call_time
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import REMOVED, Cost, Edit, Fix, Smell

_ROUTE = "platform.mesh.route_timeout"
_FIX = Fix("take `route_timeout` out: each route then waits 20% longer than its call", (Edit(_ROUTE, REMOVED),))


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    route = topology.platform.mesh.route_timeout
    if route is None:
        return
    for call in topology.calls.values():
        time = call_time(topology, call)
        tries, one, needed = time.tries, time.timeout, time.longest
        if route >= needed:
            continue
        each = f"{tries} tries of {_milliseconds(one)} ms and the waits between them" if tries > 1 else "its one try"
        cut = "even the first try is cut off" if one > route else "the last one is cut off"
        yield Smell(
            call.path,
            f"the mesh waits {_milliseconds(route)} ms, the caller {_milliseconds(needed)} ms: {each}; {cut}",
            cost=Cost(_milliseconds(needed - route), "ms"),
            fixes=(_FIX,),
        )


def _milliseconds(time: timedelta) -> Decimal:
    return Decimal(time // timedelta(microseconds=1)) / 1000


RULE = Rule(
    id="MSH01",
    title="Mesh timeout vs app timeout",
    severity="error",
    covers=("S6",),
    source="Istio documentation, request timeouts",
    condition="`mesh.route_timeout` < n t + the waits b_k of a call, and so of any call whose t is above it",
    fix="automatic",
    check=check,
)
