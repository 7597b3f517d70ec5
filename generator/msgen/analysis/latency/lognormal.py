"""Latencies as lognormal distributions, fitted to their median and 99th percentile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from math import erf, exp, expm1, log, log1p, sqrt
from random import Random

from msgspec import Struct

Z99 = 2.3263
"""The 99th percentile of the standard normal distribution."""


class Lognormal(Struct, frozen=True):
    """Seconds whose logarithm is normally distributed."""

    mu: float
    sigma: float

    @property
    def mean(self) -> float:
        """Seconds."""
        return exp(self.mu + self.sigma**2 / 2)

    @property
    def variance(self) -> float:
        """Seconds squared."""
        return self.mean**2 * expm1(self.sigma**2)

    @property
    def p99(self) -> float:
        """Seconds."""
        return exp(self.mu + Z99 * self.sigma)

    def below(self, seconds: float) -> float:
        """The probability of at most so many seconds."""
        return self._normal(log(seconds) - self.mu)

    def mean_below(self, seconds: float) -> float:
        """The part of the mean that is due to values of at most so many seconds."""
        return self.mean * self._normal(log(seconds) - self.mu - self.sigma**2)

    def draw(self, random: Random) -> float:
        """Some seconds of this distribution."""
        return exp(random.gauss(self.mu, self.sigma))

    def _normal(self, distance: float) -> float:
        if self.sigma == 0:
            return 1.0 if distance >= 0 else 0.0
        return (1 + erf(distance / self.sigma / sqrt(2))) / 2


def fitted(p50: timedelta, p99: timedelta) -> Lognormal:
    """mu = ln p50, sigma = ln(p99 / p50) / 2.3263; a p99 that is not above the p50 leaves no spread."""
    median, tail = max(p50.total_seconds(), 1e-6), p99.total_seconds()
    return Lognormal(log(median), max(0.0, log(tail / median)) / Z99 if tail > 0 else 0.0)


def fenton_wilkinson(hops: Sequence[Lognormal]) -> float:
    """The p99 in seconds of a sum of independent lognormals, roughly: a lognormal with its mean and variance.

    Too low by more than a tenth where one hop has a heavy tail: for live hints, never for verdicts. L. Fenton, The sum
    of log-normal probability distributions in scatter transmission systems, 1960.
    """
    mean = sum(hop.mean for hop in hops)
    spread = log1p(sum(hop.variance for hop in hops) / mean**2)
    return Lognormal(log(mean) - spread / 2, sqrt(spread)).p99
