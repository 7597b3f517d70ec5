"""Requests played through, with a fixed seed: what the grid is shown beside, and checked against."""

from __future__ import annotations

from collections.abc import Generator
from itertools import accumulate
from math import sqrt
from random import Random

from msgspec import Struct

from msgen.analysis.latency.work import Attempts, Groups, Work, Works, requests, unknown

SAMPLES = 20_000
SEED = 20_130_201
"""Any number will do; it is fixed, so that the same design has the same figures."""
MOST_REQUESTS = 200
"""Above so many requests that one request brings about nothing is simulated: it would take minutes."""

Outcome = tuple[float, bool]
"""Seconds until the caller has an answer or a failure, and whether it is a failure."""
Run = Generator[tuple[str, int], list[Outcome], list[Outcome]]
"""Asks for the outcomes of so many requests to somebody, and ends with its own."""


class Simulated(Struct, frozen=True):
    """What was seen, in seconds."""

    p50: float
    p99: float
    low: float
    """The 95% interval of the p99, from order statistics."""
    high: float
    failing: float
    """The share of failures."""
    samples: int


def simulated(works: Works, entry: str, samples: int = SAMPLES, seed: int = SEED) -> Simulated | None:
    """The latency of an entry; `None` where a latency on the way is unknown, or there is too much on it."""
    if unknown(works, entry) or requests(works, entry) > MOST_REQUESTS:
        return None
    outcomes = played(works, entry, samples, seed)
    times = sorted(time for time, _ in outcomes)
    rank, spread = 0.99 * samples, 1.96 * sqrt(samples * 0.99 * 0.01)
    return Simulated(
        p50=times[samples // 2 - 1],
        p99=times[round(rank) - 1],
        low=times[max(0, round(rank - spread) - 1)],
        high=times[min(samples, round(rank + spread)) - 1],
        failing=sum(failed for _, failed in outcomes) / samples,
        samples=samples,
    )


def played(works: Works, entry: str, samples: int, seed: int) -> list[Outcome]:
    """The outcomes of so many requests; callers wait on a stack, as chains may be long."""
    random = Random(seed)
    stack: list[Run] = [_operation(works[entry], samples, random)]
    outcomes: list[Outcome] | None = None
    while True:
        try:
            asked, count = next(stack[-1]) if outcomes is None else stack[-1].send(outcomes)
        except StopIteration as end:
            stack.pop()
            answer: list[Outcome] = end.value
            if not stack:
                return answer
            outcomes = answer
            continue
        stack.append(_operation(works[asked], count, random))
        outcomes = None


def _operation(work: Work, count: int, random: Random) -> Run:
    assert work.own is not None
    outcomes = [(work.own.draw(random), False) for _ in range(count)]
    yield from _steps(work.groups, outcomes, range(count))
    limits = list(accumulate(share for share, _ in work.turns))
    turns = [random.random() for _ in range(count)] if limits else []
    for number, (_, groups) in enumerate(work.turns):
        low, high = (limits[number - 1] if number else 0.0), limits[number]
        yield from _steps(groups, outcomes, [row for row, turn in enumerate(turns) if low <= turn < high])
    return outcomes


def _steps(groups: Groups, outcomes: list[Outcome], rows: range | list[int]) -> Run:
    """Add the time of each group to the rows that have not failed."""
    for group in groups:
        alive = [row for row in rows if not outcomes[row][1]]
        parts = []
        for call in group:
            parts.append((yield from _call(call, len(alive))))
        for row, *ends in zip(alive, *parts, strict=True):
            slowest = max(time for time, _ in ends)
            outcomes[row] = (outcomes[row][0] + slowest, any(failed for _, failed in ends))
    return outcomes


def _call(call: Attempts, count: int) -> Run:
    outcomes = yield from _one_try(call, count)
    for wait in call.waits:
        again = [row for row, (_, failed) in enumerate(outcomes) if failed]
        next_try = yield from _one_try(call, len(again))
        for row, (time, failed) in zip(again, next_try, strict=True):
            outcomes[row] = (outcomes[row][0] + wait + time, failed)
    if call.is_soft:
        lost = [row for row, (_, failed) in enumerate(outcomes) if failed]
        stand_in = [(0.0, False)] * len(lost) if call.fallback is None else (yield call.fallback, len(lost))
        for row, (time, failed) in zip(lost, stand_in, strict=True):
            outcomes[row] = (outcomes[row][0] + time, failed)
    return outcomes


def _one_try(call: Attempts, count: int) -> Run:
    outcomes = yield call.callee, count
    if call.hedge is not None:
        second = yield call.callee, count
        outcomes = [_first(one, other, call.hedge) for one, other in zip(outcomes, second, strict=True)]
    limit = call.timeout
    if limit is None:
        return outcomes
    return [(limit, True) if time > limit else (time, failed) for time, failed in outcomes]


def _first(one: Outcome, other: Outcome, after: float) -> Outcome:
    """The first of two answers, or the second of two failures."""
    later = (other[0] + after, other[1])
    if one[1] == later[1]:
        return max(one, later) if one[1] else min(one, later)
    return later if one[1] else one
