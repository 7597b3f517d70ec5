"""Masses of time on one fixed logarithmic grid, and their sums, shifts and cuts, without randomness.

The grid has 426 points from 10 us to 1000 s, 16 in each octave. Mass that falls between two points is split between
them so that the mean is kept. Time beyond the last point counts as the last point.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from math import floor, log2
from operator import add, mul

from msgen.analysis.latency.lognormal import Lognormal

PER_OCTAVE = 16
POINTS = tuple(1e-5 * 2 ** (number / PER_OCTAVE) for number in range(426))
"""Seconds."""

Mass = tuple[float, ...]
"""The probability at each point; together it may be less than 1, as a part of a distribution."""

_LAST = len(POINTS) - 1
_SQUARES = tuple(point**2 for point in POINTS)
_WIDER = tuple(1e-5 * 2 ** (number / PER_OCTAVE) for number in range(426 + PER_OCTAVE + 2))
"""The grid with all sums of two of its points."""
_PER_STEP = (*tuple(1 / (high - low) for low, high in pairwise(_WIDER)), 0.0)
_SHARE_OF_UPPER = tuple(
    (2 ** (-above / PER_OCTAVE) - 1) / (2 ** (1 / PER_OCTAVE) - 1) for above in range(PER_OCTAVE + 1)
)
"""By how much the larger of two points lies below the cell of their sum, in widths of that cell."""
_HALF_A_CELL = 2 ** (0.5 / PER_OCTAVE)
_EDGES = tuple(point * _HALF_A_CELL for point in POINTS)
"""Where the cell of each point ends: for reading, its mass is spread evenly over the cell, in logarithms."""
_TOO_LITTLE = 1e-12
"""At either end of the grid."""
_HARDLY_EVER = 1e-6
"""A probability too small for its spread to matter to a p99.9."""

NOTHING: Mass = (0.0,) * len(POINTS)


def at(seconds: float, probability: float = 1.0) -> Mass:
    """A probability at one time."""
    mass = list(NOTHING)
    _put(mass, seconds, probability)
    return tuple(mass)


@lru_cache(maxsize=4096)
def lognormal(distribution: Lognormal) -> Mass:
    """A lognormal distribution, each cell between two points with its exact mean."""
    mass = list(NOTHING)
    if distribution.sigma == 0:
        return at(distribution.mean)
    below = [distribution.below(point) for point in POINTS]
    mean_below = [distribution.mean_below(point) for point in POINTS]
    mass[0], mass[-1] = below[0], 1 - below[-1]
    for number in range(_LAST):
        probability = below[number + 1] - below[number]
        moment = mean_below[number + 1] - mean_below[number]
        _split(mass, number, probability, moment)
    return tuple(mass)


def total(mass: Mass) -> float:
    """The probability of all times together."""
    return sum(mass)


def mean(mass: Mass) -> float:
    """Seconds, of the mass as it is: that of a part counts only its part."""
    moment: float = sum(map(mul, POINTS, mass))
    return moment


def variance(mass: Mass) -> float:
    """Seconds squared, of a whole distribution."""
    square: float = sum(map(mul, _SQUARES, mass))
    return square - mean(mass) ** 2


def quantile(mass: Mass, share: float) -> float:
    """The time in seconds within which a share of the mass lies."""
    wanted = share * total(mass)
    so_far = 0.0
    for number, probability in enumerate(mass):
        if probability > 0 and so_far + probability >= wanted:
            part = (wanted - so_far) / probability
            return _EDGES[number] * 2 ** ((part - 1) / PER_OCTAVE)
        so_far += probability
    return POINTS[-1]


def added(first: Mass, second: Mass) -> Mass:
    """Two parts of one distribution put together."""
    return tuple(map(add, first, second))


def scaled(mass: Mass, factor: float) -> Mass:
    return tuple(probability * factor for probability in mass)


def cut(mass: Mass, seconds: float) -> tuple[Mass, float]:
    """The mass up to a time, and the probability of all that lies beyond it."""
    if seconds <= 0:
        return NOTHING, total(mass)
    number = bisect_left(_EDGES, seconds)
    if number > _LAST:
        return mass, 0.0
    within = min(1.0, max(0.0, 1 + PER_OCTAVE * log2(seconds / _EDGES[number])))
    kept = (*mass[:number], mass[number] * within, *NOTHING[number + 1 :])
    return kept, mass[number] * (1 - within) + sum(mass[number + 1 :])


def shifted(mass: Mass, seconds: float) -> Mass:
    """The same, later by a fixed time."""
    if seconds <= 0:
        return mass
    later = list(NOTHING)
    for number in _support(mass):
        _put(later, POINTS[number] + seconds, mass[number])
    return tuple(later)


@lru_cache(maxsize=512)
def summed(first: Mass, second: Mass) -> Mass:
    """The time of one after the other, independently: a convolution.

    The sum of the points i <= j lies as many points above j as their distance says, so that all i at distances of one
    such range add to the same cell: their mass and their mean are differences of running totals. A sum that hardly ever
    occurs is held at its mean.
    """
    probability = total(first) * total(second)
    if probability < _HARDLY_EVER:
        return (
            at(mean(first) / total(first) + mean(second) / total(second), probability) if probability > 0 else NOTHING
        )
    out = [0.0] * len(_WIDER)
    _add_larger(out, first, second, nearest=0)
    _add_larger(out, second, first, nearest=1)
    return (*out[:_LAST], sum(out[_LAST:]))


def latest(parts: Sequence[Mass]) -> Mass:
    """The time until all of several have passed, independently: the product of the distribution functions."""
    if len(parts) == 1:
        return parts[0]
    below = [1.0] * len(POINTS)
    for part in parts:
        below = [known * reached for known, reached in zip(below, accumulate(part), strict=True)]
    return from_cumulative(below)


def from_cumulative(below: Sequence[float]) -> Mass:
    """The mass whose running totals are given."""
    return (below[0], *(reached - before for before, reached in pairwise(below)))


def _add_larger(out: list[float], larger: Mass, smaller: Mass, nearest: int) -> None:
    """Add the sums in which the first one is at least `nearest` points above the second."""
    support, others = _support(larger), _support(smaller)
    if not support or not others:
        return
    reached = [*NOTHING, 0.0, *accumulate(smaller)]
    moments = [*NOTHING, 0.0, *accumulate(map(mul, POINTS, smaller))]
    for above, closest, farthest in _DISTANCES:
        closest = max(closest, nearest)
        start, stop = max(support.start, others.start + closest), min(support.stop, others.stop + farthest)
        if start >= stop:
            continue
        near, far, cell = len(POINTS) + start - closest + 1, len(POINTS) + start - farthest, start + above
        factor = _SHARE_OF_UPPER[above]
        rows = zip(
            larger[start:stop], reached[near:], reached[far:], moments[near:], moments[far:], _PER_STEP[cell:],
            strict=False,
        )  # fmt: skip
        # As `_split` does: the mean of each sum is that of the larger one and of the smaller ones in reach.
        for part, reached_high, reached_low, moment_high, moment_low, per_step in rows:
            probability = part * (reached_high - reached_low)
            upper = part * per_step * (moment_high - moment_low) + factor * probability
            out[cell] += probability - upper
            cell += 1
            out[cell] += upper


def _distances() -> Iterator[tuple[int, int, int]]:
    """How many points above the larger of two points their sum lies, for which distances between the two."""
    above = [floor(PER_OCTAVE * log2(1 + 2 ** (-distance / PER_OCTAVE))) for distance in range(len(POINTS))]
    for value in sorted(set(above)):
        matching = [distance for distance, found in enumerate(above) if found == value]
        yield value, matching[0], matching[-1]


_DISTANCES = tuple(_distances())


def _support(mass: Mass) -> range:
    """The points between which the mass lies, but for next to nothing."""
    first = next((number for number, probability in enumerate(mass) if probability > _TOO_LITTLE), None)
    if first is None:
        return range(0)
    last = next(number for number in range(_LAST, -1, -1) if mass[number] > _TOO_LITTLE)
    return range(first, last + 1)


def _put(mass: list[float], seconds: float, probability: float) -> None:
    number = bisect_right(POINTS, seconds) - 1
    _split(mass, max(0, number), probability, max(seconds, POINTS[0]) * probability)


def _split(mass: list[float], number: int, probability: float, moment: float) -> None:
    """Put a probability between a point and the next, so that its mean is kept."""
    if number >= _LAST:
        mass[_LAST] += probability
        return
    upper = (moment - POINTS[number] * probability) * _PER_STEP[number]
    upper = min(max(0.0, upper), probability)
    mass[number] += probability - upper
    mass[number + 1] += upper
