"""How far retries multiply requests at the end of a way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgen.analysis.report.figures import Figures, number
from msgen.analysis.report.scope import Scope


@dataclass(frozen=True, slots=True)
class RetryAmplification(Figures):
    """Requests that arrive at a leaf for one request, while everything fails."""

    leaf: str
    """An operation that calls nobody, or an external system."""
    worst_factor: float
    """Product of the tries of all hops, those of the mesh included; budgets are not credited."""
    budgeted_factor: float
    """The same over many requests, where retry budgets limit each hop."""
    path: tuple[str, ...]
    """Object paths of the calls that multiply to the worst factor, the outermost first."""
    explain: str
    """What `msgen explain` derives the figure for."""


def retry_amplification(scope: Scope) -> Iterator[RetryAmplification]:
    for leaf, found in scope.analysis.amplification.items():
        if scope.has_callee(leaf):
            yield RetryAmplification(
                leaf=leaf,
                worst_factor=number(found.unlimited.factor),
                budgeted_factor=number(found.budgeted.factor),
                path=found.unlimited.calls,
                explain=f"{leaf}.amplification",
            )
