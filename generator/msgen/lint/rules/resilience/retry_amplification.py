"""RES05: tries that multiply on their way down, until what is at the end gets many requests for one."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.amplification import budgeted_tries
from msgen.lint.rates import number
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.resilience._ways import mesh_gives_up, ways_to
from msgen.lint.smell import Edit, Fix, Smell

MUCH, TOO_MUCH = 4, 10
BUDGET = "20%"
"""The usual retry budget."""


def check(review: Review) -> Iterator[Smell]:
    topology, calls = review.topology, review.analysis.calls
    for leaf, amplification in review.analysis.amplification.items():
        worst = amplification.budgeted
        if worst.factor <= MUCH:
            continue
        sites = tuple(calls.by_path[path] for path in worst.calls)
        hops = " x ".join(number(budgeted_tries(site.call, topology.platform.mesh)) for site in sites)
        yield Smell(
            f"externals.{leaf}" if leaf in topology.externals else leaf,
            f"gets up to {number(worst.factor)} requests for one while everything fails ({hops})",
            severity="error" if worst.factor > TOO_MUCH else "warning",
            because=(sites[0].caller, *(site.callee for site in sites)),
            fixes=(_fix(review, leaf),),
        )


def _fix(review: Review, leaf: str) -> Fix:
    """Tries stay where they are at the last hop, within a budget, and nowhere else."""
    sites = ways_to(review.analysis.calls, leaf)
    above = [site.path for site in sites if site.callee != leaf and site.call.retry.attempts > 1]
    last = [site for site in sites if site.callee == leaf]
    unlimited = [site.path for site in last if site.call.retry.budget is None and site.call.retry.attempts > MUCH]
    mesh = mesh_gives_up(review, sites)
    parts = [f"once above it ({', '.join(above)})"] if above else []
    parts += ["not in the mesh"] if mesh else []
    parts += [f"within a budget of {BUDGET} on {', '.join(unlimited)}"] if unlimited else []
    return Fix(
        f"try again at the last hop only: {', '.join(parts)}",
        (
            *(Edit(f"{path}.retry.attempts", 1) for path in above),
            *mesh,
            *(Edit(f"{path}.retry.budget", BUDGET) for path in unlimited),
        ),
    )


RULE = Rule(
    id="RES05",
    title="Retry amplification",
    severity="error",
    covers=("S4",),
    source="Amazon Builders' Library; Google SRE book and workbook",
    condition=(
        "the worst product of tries over the hops to a callee that calls nobody, n of the application x those of the "
        "mesh, or 1 + `retry.budget` where a hop has one, > 4 (warning), > 10 (error)"
    ),
    fix="automatic",
    check=check,
)
