"""The latency of operations with everything that they call, callees before callers, each once."""

from __future__ import annotations

from msgspec import Struct, field

from msgen.analysis.latency.distribution import (
    Distribution,
    called,
    in_parallel,
    mixed,
    of_own_work,
    one_after_the_other,
)
from msgen.analysis.latency.work import Attempts, Groups, Work, Works, callers_first


class Composition(Struct, frozen=True, eq=False):
    """Distributions on the grid; what was once composed is kept."""

    works: Works
    _found: dict[str, Distribution | None] = field(default_factory=dict)

    def of(self, name: str) -> Distribution | None:
        """Until an operation or external system has answered; `None` where a latency on the way is unknown."""
        if name not in self._found:
            for node in reversed(callers_first(self.works, name)):
                if node not in self._found:
                    self._found[node] = self._composed(self.works[node])
        return self._found[name]

    def _composed(self, work: Work) -> Distribution | None:
        if work.own is None or any(self._found[name] is None for name in work.callees):
            return None
        common = self._after(of_own_work(work.own), work.groups)
        if not work.turns:
            return common
        rest = max(0.0, 1 - sum(share for share, _ in work.turns))
        return mixed([(rest, common), *((share, self._after(common, groups)) for share, groups in work.turns)])

    def _after(self, start: Distribution, groups: Groups) -> Distribution:
        total = start
        for group in groups:
            total = one_after_the_other(total, in_parallel([self._called(call) for call in group]))
        return total

    def _called(self, call: Attempts) -> Distribution:
        callee = self._found[call.callee]
        fallback = None if call.fallback is None else self._found[call.fallback]
        assert callee is not None
        return called(call, callee, fallback)
