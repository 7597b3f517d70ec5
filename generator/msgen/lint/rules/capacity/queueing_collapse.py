"""CAP03: a service whose requests wait in line before anybody works on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from math import ceil

from msgen.analysis.capacity import Capacity, Queue
from msgen.analysis.queueing import waiting_time
from msgen.lint.durations import duration
from msgen.lint.rates import in_seconds, number, rate
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Cost, Edit, Fix, Smell
from msgen.topology.model import Operation

BUSY = 0.8
"""Of the time that servers work: above it waiting grows steeply."""
FULL = 1.0
SHARE_OF_DEADLINE = Decimal("0.1")
"""Of the shortest deadline, what may go by in line."""


def check(review: Review) -> Iterator[Smell]:
    for name, capacity in review.analysis.capacity.items():
        lam, queue = capacity.lam, capacity.queue
        if lam is None or queue is None or queue.utilisation == 0:
            continue
        tightest = min(_asked(review, name), key=lambda operation: operation.timeout)
        allowed = in_seconds(tightest.timeout) * SHARE_OF_DEADLINE
        waits_long = queue.wait_p99 is not None and Decimal(queue.wait_p99) > allowed
        if queue.utilisation <= BUSY and not waits_long:
            continue
        is_full = queue.utilisation >= FULL
        yield Smell(
            name,
            _message(lam, queue, tightest, waits_long=waits_long),
            severity="error" if is_full or waits_long else "warning",
            cost=_cost(lam, queue, allowed, waits_long=waits_long),
            assumed=capacity.assumed_queue,
            fixes=(_fix(capacity, queue, float(lam), float(allowed)),),
        )


def _asked(review: Review, name: str) -> list[Operation]:
    """The operations that stand in the line."""
    rates = review.analysis.load.operations
    return [item for item in review.topology.services[name].operations if rates[item.object_path] > 0]


def _message(lam: Decimal, queue: Queue, tightest: Operation, *, waits_long: bool) -> str:
    time = _shown(queue.service_time)
    busy = f"{queue.utilisation:.0%} busy at the peak: {rate(lam)} x {time} on {queue.servers} in flight"
    if queue.utilisation >= FULL:
        return f"{busy}: the line grows without end"
    if not waits_long:
        return f"{busy}, more than {BUSY:.0%}"
    wait = _shown(queue.wait_p99 or 0.0)
    return f"{busy}: 1% wait {wait} or more, {tightest.name} has {duration(tightest.timeout)} for all"


def _shown(seconds: float) -> str:
    return f"{number(Decimal(round(seconds * 1_000_000)) / 1000)} ms"


def _cost(lam: Decimal, queue: Queue, allowed: Decimal, *, waits_long: bool) -> Cost:
    """What is asked beyond what may be, or how much longer than allowed it waits."""
    if waits_long:
        return Cost((Decimal(queue.wait_p99 or 0) - allowed) * 1000, "ms")
    limit = FULL if queue.utilisation >= FULL else BUSY
    return Cost(lam * (1 - Decimal(limit / queue.utilisation)), "requests/s")


def _fix(capacity: Capacity, queue: Queue, lam: float, allowed: float) -> Fix:
    """More pods at the peak: the autoscaler is let up to them, or starts with them where it would not go that far."""
    concurrency = queue.servers // (capacity.pods_at_peak or 1)
    least = ceil(lam * queue.service_time / (BUSY * concurrency))
    needed = _fewest(least, lambda pods: _fits(pods * concurrency, queue, lam, allowed))
    path, maximum = f"{capacity.service}.scaling", capacity.maximum
    higher = (Edit(f"{path}.max", needed),) if needed > maximum else ()
    lower = (Edit(f"{path}.min", needed),) if needed > (capacity.provision or 0) else ()
    keys = " and ".join(f"`{edit.path.removeprefix(f'{capacity.service}.')}`" for edit in (*lower, *higher))
    return Fix(f"raise {keys} to {needed}", (*higher, *lower))


def _fewest(least: int, fits: Callable[[int], bool]) -> int:
    """The smallest number from `least` on that fits, as all above it do."""
    most = least
    while not fits(most):
        least, most = most + 1, 2 * most
    while least < most:
        middle = (least + most) // 2
        least, most = (least, middle) if fits(middle) else (middle + 1, most)
    return most


def _fits(servers: int, queue: Queue, lam: float, allowed: float) -> bool:
    if lam * queue.service_time / servers > BUSY:
        return False
    wait = waiting_time(lam, queue.service_time, servers)
    return wait is not None and wait <= allowed


RULE = Rule(
    id="CAP03",
    title="Queueing collapse",
    severity="error",
    covers=("S1",),
    source="queueing theory (Erlang)",
    condition=(
        "with written `scaling.concurrency`, M/M/c with c = pods at peak x concurrency: rho = lam S / c > 0.8 "
        "(warning), rho >= 1 (error), or the p99 of the wait ln(C / 0.01) / (c mu - lam) > 10% of D (error)"
    ),
    fix="automatic",
    check=check,
)
