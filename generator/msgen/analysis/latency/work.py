"""What an operation does until it answers: its own work, then its calls, group after group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from msgen.analysis.graph import forward_edges
from msgen.analysis.latency.lognormal import Lognormal


class Attempts(Struct, frozen=True):
    """A call with all its tries."""

    callee: str
    timeout: float | None = None
    """Seconds that one try may take; `None` waits for ever."""
    waits: tuple[float, ...] = ()
    """Seconds before the second try, the third and so on: their number is that of further tries."""
    is_soft: bool = False
    """Something answers when all tries have failed."""
    fallback: str | None = None
    """Whom a soft call asks then; `None` where the answer is at hand."""
    hedge: float | None = None
    """Seconds after which a second request is sent if the first has not answered."""


Groups = tuple[tuple[Attempts, ...], ...]
"""Calls in the order in which they are made; those of one group run in parallel, and all of them are waited for."""


class Work(Struct, frozen=True, dict=True):
    """An operation, or an external system: whatever can be called."""

    own: Lognormal | None
    """Its own work; `None` where nobody knows it."""
    groups: Groups = ()
    turns: tuple[tuple[float, Groups], ...] = ()
    """Calls that a share of the requests makes in addition, of which there is one turn for each request."""

    @property
    def steps(self) -> Groups:
        """All groups, those of every turn among them."""
        return (*self.groups, *(group for _, groups in self.turns for group in groups))

    @cached_property
    def callees(self) -> tuple[str, ...]:
        """Whoever may be asked, each once."""
        return tuple(dict.fromkeys(name for call in _calls(self.steps) for name in _asked(call)))


Works = Mapping[str, Work]
"""By object path; calls do not lead back to where they come from."""


def bound(work: Work) -> float | None:
    """A time in seconds that the p99 is never above: the p99 of its own work, then all tries of all calls in full.

    `None` where there is no such time: a call waits for ever, or somebody else is asked after it.
    """
    if work.own is None or any(call.timeout is None or call.fallback for call in _calls(work.steps)):
        return None
    common = work.own.p99 + sum(map(_longest, work.groups))
    return common + max((sum(map(_longest, groups)) for _, groups in work.turns), default=0.0)


def callers_first(works: Works, entry: str) -> list[str]:
    """The entry and everything that it leads to, whoever calls before the callee."""
    reached, waiting = {entry: works[entry].callees}, [entry]
    while waiting:
        for name in reached[waiting.pop()]:
            if name not in reached:
                reached[name] = works[name].callees
                waiting.append(name)
    order, _ = forward_edges([entry], reached)
    return order


def requests(works: Works, entry: str) -> int:
    """How many requests one request brings about at most, itself included, if nothing fails."""
    order = callers_first(works, entry)
    found: dict[str, int] = {}
    for name in reversed(order):
        found[name] = 1 + sum(found[call.callee] for call in _calls(works[name].steps))
    return found[entry]


def unknown(works: Works, entry: str) -> tuple[str, ...]:
    """The names of those on the way whose own latency nobody knows."""
    return tuple(name for name in callers_first(works, entry) if works[name].own is None)


def _calls(groups: Groups) -> Iterator[Attempts]:
    for group in groups:
        yield from group


def _asked(call: Attempts) -> Iterator[str]:
    yield call.callee
    if call.fallback is not None:
        yield call.fallback


def _longest(group: tuple[Attempts, ...]) -> float:
    return max((1 + len(call.waits)) * (call.timeout or 0.0) + sum(call.waits) for call in group)
