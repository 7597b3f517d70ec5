"""Where the time of an entry goes: the critical path and the hop that its spread comes from.

Further tries are left out, and of a parallel group only the call counts that takes longest on average.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from msgen.analysis.latency import grid
from msgen.analysis.latency.lognormal import Lognormal
from msgen.analysis.latency.work import Attempts, Work, Works, callers_first


class CriticalPath(Struct, frozen=True):
    """The way of calls that takes the largest part of the mean latency."""

    path: tuple[str, ...]
    share: float
    """Its own work as a part of the mean of the whole, between 0 and 1."""


def critical_path(works: Works, entry: str) -> CriticalPath:
    """Every own latency on the way must be known."""
    averages = _averages(works, entry)
    longest: dict[str, float] = {}
    following: dict[str, str] = {}
    for name in reversed(callers_first(works, entry)):
        ways = [(share * _average(works, longest, call), call) for share, call in _counted(works[name], averages)]
        best, call = max(ways, key=lambda way: way[0], default=(0.0, None))
        longest[name] = _own(works[name])[0] + best
        if call is not None:
            following[name] = call.callee
    path = [entry]
    while path[-1] in following:
        path.append(following[path[-1]])
    return CriticalPath(tuple(path), longest[entry] / averages[entry])


def variance_shares(works: Works, entry: str) -> Mapping[str, float]:
    """The part of the variance that each operation and external system brings, by object path, the largest first."""
    averages = _averages(works, entry)
    weight = dict.fromkeys(callers_first(works, entry), 0.0)
    weight[entry] = 1.0
    found = {entry: _own(works[entry])[1]}
    for name in weight:
        for share, call in _counted(works[name], averages):
            times = weight[name] * share
            weight[call.callee] += times
            found[call.callee] = found.get(call.callee, 0.0) + times * _own(works[call.callee], call)[1]
    total = sum(found.values())
    return {name: part / total if total else 0.0 for name, part in sorted(found.items(), key=lambda item: -item[1])}


def _averages(works: Works, entry: str) -> Mapping[str, float]:
    """The mean latency of everything on the way, in seconds."""
    found: dict[str, float] = {}
    for name in reversed(callers_first(works, entry)):
        found[name] = _own(works[name])[0] + sum(
            share * max(_average(works, found, call) for call in group) for share, group in _groups(works[name])
        )
    return found


def _average(works: Works, averages: Mapping[str, float], call: Attempts) -> float:
    callee = works[call.callee]
    return averages[call.callee] if callee.callees else _own(callee, call)[0]


def _counted(work: Work, averages: Mapping[str, float]) -> Iterator[tuple[float, Attempts]]:
    for share, group in _groups(work):
        yield share, max(group, key=lambda call: averages[call.callee])


def _groups(work: Work) -> Iterator[tuple[float, tuple[Attempts, ...]]]:
    """Each group with the share of the requests that come to it."""
    yield from ((1.0, group) for group in work.groups)
    for share, groups in work.turns:
        yield from ((share, group) for group in groups)


def _own(work: Work, call: Attempts | None = None) -> tuple[float, float]:
    """Mean and variance of its own work, of a last hop as far as the timeout lets it take."""
    assert work.own is not None
    if call is None or call.timeout is None or work.callees:
        return work.own.mean, work.own.variance
    return _until(work.own, call.timeout)


@lru_cache(maxsize=4096)
def _until(own: Lognormal, timeout: float) -> tuple[float, float]:
    """Mean and variance of what a caller sees that waits no longer; asked for once for each call on every way."""
    within, late = grid.cut(grid.lognormal(own), timeout)
    seen = grid.added(within, grid.at(timeout, late))
    return grid.mean(seen), grid.variance(seen)
