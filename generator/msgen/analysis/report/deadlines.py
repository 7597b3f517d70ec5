"""What every operation below an entry is left of its time (RES03)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgen.analysis.deadlines import Hop, Nesting
from msgen.analysis.report.figures import Figures, milliseconds
from msgen.analysis.report.scope import Scope


@dataclass(frozen=True, slots=True)
class DeadlineHop(Figures):
    """An operation on the way, in the order of the calls."""

    depth: int
    """0 for the entry."""
    operation: str
    """Object path."""
    deadline_ms: float
    """Its own."""
    given_ms: float
    """What its caller leaves it: its own deadline, or less."""
    needed_ms: float
    """Its p99 and every try of every call at its longest."""
    left_ms: float
    """Below zero where it cannot be done in time."""
    terms: tuple[str, ...]
    """What is needed, term by term: `own p99 25 ms`, `ordering.PlaceOrder 2 x 1500 ms + 50 ms`."""
    assumed: tuple[str, ...]
    """Object paths of facts that nobody gave and for which a default stands."""
    explain: str
    """What `msgen explain` derives the figure for."""


@dataclass(frozen=True, slots=True)
class Waterfall(Figures):
    """The worst case of one entry of a journey."""

    journey: str
    entry: str
    hops: tuple[DeadlineHop, ...]


def waterfalls(scope: Scope) -> Iterator[Waterfall]:
    for journey, entry in scope.entries:
        yield Waterfall(journey, entry, tuple(_hop(hop) for hop in scope.analysis.waterfall(entry)))


def needed_terms(nesting: Nesting) -> Iterator[str]:
    """What an operation may need, term by term; of a parallel group the longest call counts."""
    for step in nesting.steps:
        call = step.decisive
        if call is None:
            yield f"own p99 {milliseconds(step.longest):g} ms"
            continue
        tries = f"{call.tries} x " if call.tries > 1 else ""
        waits = "".join(f" + {milliseconds(wait):g} ms" for wait in call.backoffs)
        yield f"{call.call.callee} {tries}{milliseconds(call.timeout):g} ms{waits}"


def _hop(hop: Hop) -> DeadlineHop:
    operation = hop.nesting.operation
    return DeadlineHop(
        depth=hop.depth,
        operation=operation,
        deadline_ms=milliseconds(hop.nesting.deadline),
        given_ms=milliseconds(hop.given),
        needed_ms=milliseconds(hop.nesting.needed),
        left_ms=milliseconds(hop.left),
        terms=tuple(needed_terms(hop.nesting)),
        assumed=(f"{operation}.latency.p99",) if hop.nesting.is_assumed else (),
        explain=f"{operation}.deadline",
    )
