"""Do deadlines nest: the longest time of every operation, to the microsecond (RES03)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from msgspec import Struct

from msgen.analysis.latency import parallel_groups, waits
from msgen.topology.model import Call, Operation, Service, Topology

UNKNOWN_TIMEOUT = timedelta(seconds=1)
"""For a call that waits for ever to an external system whose p99 is not known."""


class CallTime(Struct, frozen=True):
    """A call with all its tries at their longest."""

    call: Call
    timeout: timedelta
    """Of one try; where the call waits for ever, the timeout that would be derived."""
    backoffs: tuple[timedelta, ...]
    """b_k between the tries."""

    @property
    def tries(self) -> int:
        return self.call.retry.attempts

    @property
    def longest(self) -> timedelta:
        """n t + sum b_k."""
        return self.tries * self.timeout + sum(self.backoffs, timedelta())


class Step(Struct, frozen=True):
    """A line of the waterfall: own work, or calls that run in parallel."""

    calls: tuple[CallTime, ...]
    """Empty for own work."""
    longest: timedelta
    until: timedelta
    """From the start of the operation to the end of this step."""
    left: timedelta
    """Of the deadline, after this step; below zero where it is too short."""

    @property
    def decisive(self) -> CallTime | None:
        """The call that takes longest."""
        return max(self.calls, key=lambda item: item.longest, default=None)


class Nesting(Struct, frozen=True):
    """The deadline of an operation and what its calls may need."""

    operation: str
    """Object path."""
    deadline: timedelta
    needed: timedelta
    """p99own + the sum over groups of the longest call in each."""
    steps: tuple[Step, ...]
    is_assumed: bool
    """Its own p99 is a fact that nobody gave."""

    @property
    def fits(self) -> bool:
        return self.needed <= self.deadline

    @property
    def missing(self) -> timedelta:
        """By how much the deadline is too short; zero where it fits."""
        return max(timedelta(), self.needed - self.deadline)


class Hop(Struct, frozen=True):
    """A line of a journey's waterfall."""

    depth: int
    nesting: Nesting
    given: timedelta
    """What the caller leaves it: its own deadline, or less."""

    @property
    def left(self) -> timedelta:
        """After all tries and waits; below zero where it cannot be done in time."""
        return self.given - self.nesting.needed


def nestings(topology: Topology) -> Mapping[str, Nesting]:
    """By object path of the operation, in the order of the spec."""
    return {
        operation.object_path: _nesting(topology, service, operation)
        for service in topology.services.values()
        for operation in service.operations
    }


def call_time(topology: Topology, call: Call) -> CallTime:
    """The longest time of a call; what it takes to hedge or to fall back is not in it."""
    timeout = call.timeout if call.timeout is not None else _derived_timeout(topology, call)
    return CallTime(call, timeout, waits(call.retry))


def waterfall(entry: str, found: Mapping[str, Nesting]) -> tuple[Hop, ...]:
    """What every operation below an entry is left, in the order of the calls; each operation where it is called first.

    A callee is given one try's timeout, and at most what the caller has left when it makes the call.
    """
    hops: list[Hop] = []
    seen: set[str] = set()
    waiting = [(entry, 0, found[entry].deadline)]
    while waiting:
        operation, depth, given = waiting.pop()
        if operation in seen:
            continue
        seen.add(operation)
        nesting = found[operation]
        hop = Hop(depth, nesting, min(given, nesting.deadline))
        hops.append(hop)
        waiting += reversed([(callee, depth + 1, time) for callee, time in _given_to_callees(hop) if callee in found])
    return tuple(hops)


def _given_to_callees(hop: Hop) -> Iterator[tuple[str, timedelta]]:
    for step in hop.nesting.steps:
        left = hop.given - (step.until - step.longest)
        for item in step.calls:
            yield item.call.callee, max(timedelta(), min(item.timeout, left))


def _nesting(topology: Topology, service: Service, operation: Operation) -> Nesting:
    """With the calls of the version that needs longest."""
    extra = [version.calls.get(operation.name, ()) for version in service.versions if version.has_route] or [()]
    ways = [_steps(topology, operation, (*operation.calls, *calls)) for calls in extra]
    steps = max(ways, key=lambda way: way[-1].until)
    assumed = topology.is_assumed(f"{operation.object_path}.latency.p99")
    return Nesting(operation.object_path, operation.timeout, steps[-1].until, steps, assumed)


def _steps(topology: Topology, operation: Operation, calls: Sequence[Call]) -> tuple[Step, ...]:
    until = operation.latency_p99
    steps = [Step((), until, until, operation.timeout - until)]
    for group in parallel_groups(calls):
        times = tuple(call_time(topology, call) for call in group)
        longest = max(item.longest for item in times)
        until += longest
        steps.append(Step(times, longest, until, operation.timeout - until))
    return tuple(steps)


def _derived_timeout(topology: Topology, call: Call) -> timedelta:
    if call.operation is not None:
        return topology.operation(call.target, call.operation).timeout
    p99 = topology.externals[call.target].latency_p99
    return UNKNOWN_TIMEOUT if p99 is None else 2 * p99
