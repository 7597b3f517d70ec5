"""Arithmetic of releases, objectives and the mesh: one formula a function.

Percentages are in percent, rates per second, as in the topology.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal
from math import prod

from msgen.topology.timing import LONGEST

EXPECTED_ERRORS = 10
"""What a decision needs to see at the error rate of the objective."""
MOST_SERIES = 10_000
STOPPING = timedelta(seconds=10)
"""5 s until no request comes any more (preStop), 5 s to stop."""
_MICROSECOND = timedelta(microseconds=1)


def requests_to_decide(slo: Decimal) -> Decimal | None:
    """Requests in which ten errors are expected: 10 / (1 - SLO); `None` for 100 %, which nothing decides."""
    return None if slo >= 100 else EXPECTED_ERRORS * 100 / (100 - slo)


def requests_seen(share: Decimal, lam: Decimal, dwell: timedelta) -> Decimal:
    """Requests that a canary step gets: share x lam x dwell."""
    return share / 100 * lam * (dwell // _MICROSECOND) / 1_000_000


def dwell_to_decide(share: Decimal, lam: Decimal, slo: Decimal) -> timedelta | None:
    """The time a canary step needs until ten errors are expected, in full seconds; `None` beyond a century."""
    needed, rate = requests_to_decide(slo), share / 100 * lam
    if needed is None or rate <= 0:
        return None
    seconds = int((needed / rate).to_integral_value(ROUND_CEILING))
    return timedelta(seconds=seconds) if seconds <= LONGEST // timedelta(seconds=1) else None


def errors_in_window(lam: Decimal, window: timedelta, slo: Decimal) -> Decimal:
    """Errors that the objective allows in its window: lam x window x (1 - SLO); ten make it measurable."""
    return lam * (window // _MICROSECOND) / 1_000_000 * (100 - slo) / 100


def series(label_values: Iterable[int]) -> int:
    """Time series of one metric: the product of the numbers of values of its labels."""
    return prod(label_values)


def pods_after_ejection(maximum: int, max_ejection: Decimal) -> int:
    """Pods left when outlier detection has taken out as many as it may: max - floor(max_ejection x max)."""
    return maximum - int(max_ejection * maximum // 100)


def derived_ejection(maximum: int, needed: int) -> int:
    """Percent that may go without leaving less than the needed pods: at most 50, at least 0."""
    return max(0, min(50, 100 * (maximum - needed) // maximum))


def least_grace(longest_deadline: timedelta) -> timedelta:
    """Time a pod needs to stop: 10 s, and the longest deadline of its operations."""
    return STOPPING + longest_deadline


def calls_in_window(lam_call: Decimal, window: timedelta) -> Decimal:
    """Calls of one pod that a circuit breaker sees; it never trips where it waits for more."""
    return lam_call * (window // _MICROSECOND) / 1_000_000


def seconds_to_trip(min_calls: int, lam_call: Decimal) -> Decimal | None:
    """Time until a circuit breaker has seen enough calls: min_calls / lam_call; `None` where no call comes."""
    return None if lam_call <= 0 else min_calls / lam_call


def chance_of_tail(parallel_calls: int) -> float:
    """Probability that at least one of the parallel calls is slower than its p99: 1 - 0.99^k."""
    return 1 - 0.99**parallel_calls
