"""The time until a caller has an answer or a failure, and how calls, tries and groups change it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import accumulate

from msgspec import Struct

from msgen.analysis.latency import grid
from msgen.analysis.latency.grid import NOTHING, Mass
from msgen.analysis.latency.lognormal import Lognormal
from msgen.analysis.latency.work import Attempts


class Distribution(Struct, frozen=True, eq=False):
    """Answers and failures are two parts of one distribution."""

    answers: Mass
    failures: Mass = NOTHING

    @property
    def either(self) -> Mass:
        """The time until the caller has an answer or a failure."""
        return grid.added(self.answers, self.failures)

    @property
    def failing(self) -> float:
        """The probability of a failure."""
        return grid.total(self.failures)

    def quantile(self, share: float) -> float:
        """The time in seconds within which a share of the callers has either."""
        return grid.quantile(self.either, share)


AT_ONCE = Distribution(grid.at(0))


def of_own_work(own: Lognormal) -> Distribution:
    """Own work takes its time and does not fail."""
    return Distribution(grid.lognormal(own))


def one_after_the_other(first: Distribution, second: Distribution) -> Distribution:
    """A sum; what failed first does not come to the second."""
    answers = grid.summed(first.answers, second.answers)
    failures = grid.summed(first.answers, second.failures)
    return Distribution(answers, grid.added(first.failures, failures))


def in_parallel(parts: Sequence[Distribution]) -> Distribution:
    """A maximum: all are waited for, and one failure fails them all."""
    if len(parts) == 1:
        return parts[0]
    answered = grid.latest([part.answers for part in parts])
    ended = grid.latest([part.either for part in parts])
    return Distribution(answered, _difference(ended, answered))


def mixed(parts: Iterable[tuple[float, Distribution]]) -> Distribution:
    """Each part with its share of the requests."""
    answers, failures = NOTHING, NOTHING
    for share, part in parts:
        answers = grid.added(answers, grid.scaled(part.answers, share))
        failures = grid.added(failures, grid.scaled(part.failures, share))
    return Distribution(answers, failures)


def called(call: Attempts, callee: Distribution, fallback: Distribution | None) -> Distribution:
    """What the caller sees of a call: tries that end at their timeout, waits between them, then what stands in."""
    one_try = _until(callee if call.hedge is None else _hedged(callee, call.hedge), call.timeout)
    tried = reduce(lambda so_far, wait: _tried_again(so_far, wait, one_try), call.waits, one_try)
    if not call.is_soft:
        return tried
    stand_in = AT_ONCE if fallback is None else fallback
    rescued = tried.failures if fallback is None else grid.summed(tried.failures, stand_in.answers)
    lost = NOTHING if fallback is None else grid.summed(tried.failures, stand_in.failures)
    return Distribution(grid.added(tried.answers, rescued), lost)


def _until(callee: Distribution, timeout: float | None) -> Distribution:
    """What has not answered by then has failed by then."""
    if timeout is None:
        return callee
    answers, late = grid.cut(callee.answers, timeout)
    failures, later = grid.cut(callee.failures, timeout)
    return Distribution(answers, grid.added(failures, grid.at(timeout, late + later)))


def _tried_again(so_far: Distribution, wait: float, one_try: Distribution) -> Distribution:
    again = grid.shifted(so_far.failures, wait)
    answers = grid.summed(again, one_try.answers)
    return Distribution(grid.added(so_far.answers, answers), grid.summed(again, one_try.failures))


def _hedged(callee: Distribution, after: float) -> Distribution:
    """The first of two answers, or the second of two failures."""
    second = Distribution(grid.shifted(callee.answers, after), grid.shifted(callee.failures, after))
    unanswered = [
        (1 - one) * (1 - other)
        for one, other in zip(accumulate(callee.answers), accumulate(second.answers), strict=True)
    ]
    answers = grid.from_cumulative([1 - share for share in unanswered])
    return Distribution(answers, grid.latest([callee.failures, second.failures]))


def _difference(whole: Mass, part: Mass) -> Mass:
    return tuple(max(0.0, one - other) for one, other in zip(whole, part, strict=True))
