"""Waiting lines: Erlang's formulas and Little's law."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from math import log
from statistics import NormalDist

_NORMAL = NormalDist()
_VERY_MANY = 100_000
"""Servers above which an approximation is as good: its error is about 1 / sqrt(a)."""


def erlang_b(offered: float, servers: int) -> float:
    """Probability that all servers are busy where nobody waits; `offered` is lam S, in erlangs.

    B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)): stable for any number of servers. What very many are asked is normally
    distributed: B = phi(z) / (sqrt(a) Phi(z)), z = (c - a) / sqrt(a).
    """
    if servers > _VERY_MANY:
        return _blocked_of_very_many(offered, servers)
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = offered * blocked / (number + offered * blocked)
    return blocked


def _blocked_of_very_many(offered: float, servers: int) -> float:
    if offered <= 0:
        return 0.0
    spread = offered**0.5
    free = (servers - offered) / spread
    at_least = max(0.0, 1 - servers / offered)
    normal = _NORMAL.cdf(free)
    return at_least if not normal else min(1.0, max(at_least, _NORMAL.pdf(free) / (spread * normal)))


def erlang_c(offered: float, servers: int) -> float:
    """Probability that a request waits in M/M/c: B / (1 - rho (1 - B)); 1 where the servers cannot keep up."""
    if servers <= 0 or offered >= servers:
        return 1.0
    blocked = erlang_b(offered, servers)
    return blocked / (1 - offered / servers * (1 - blocked))


def waiting_time(rate: float, service_time: float, servers: int, share: float = 0.99) -> float | None:
    """The time in seconds that no more than 1 - `share` of the requests wait: ln(C / (1 - share)) / (c mu - lam).

    `rate` is per second, `service_time` in seconds. 0 where fewer requests wait at all; `None` where the line grows
    without end.
    """
    if rate <= 0 or service_time <= 0:
        return 0.0
    if servers <= 0 or rate * service_time >= servers:
        return None
    waits = erlang_c(rate * service_time, servers)
    if waits <= 1 - share:
        return 0.0
    return log(waits / (1 - share)) / (servers / service_time - rate)


def in_flight(rate: Decimal, time: timedelta) -> Decimal:
    """Little's law, L = lam W: requests that are under way at once; exact."""
    return rate * (time // timedelta(microseconds=1)) / 1_000_000
