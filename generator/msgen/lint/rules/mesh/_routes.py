"""The longest time of a call, which its route has to allow."""

from __future__ import annotations

from datetime import timedelta

from msgen.topology.calls import callee_of_external, total_time
from msgen.topology.model import Call, Topology


def longest(topology: Topology, call: Call) -> timedelta:
    """n t + the waits b_k; a call that waits for ever counts with what would be derived for it."""
    retry = call.retry
    return total_time(one_try(topology, call), retry.attempts, retry.backoff, retry.cap)


def one_try(topology: Topology, call: Call) -> timedelta:
    if call.timeout is not None:
        return call.timeout
    if call.operation is not None:
        return topology.operation(call.target, call.operation).timeout
    return callee_of_external(topology.externals[call.target]).deadline
