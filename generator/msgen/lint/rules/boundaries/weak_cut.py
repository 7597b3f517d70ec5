"""BND14: services cut across what is read and written together."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Fix, Smell

MARGIN = 0.1
"""By so much the best cut may be better than the chosen one."""


def check(review: Review) -> Iterator[Smell]:
    cuts = review.analysis.cuts
    if cuts is None or cuts.chosen.modularity >= cuts.best.modularity - MARGIN:
        return
    groups = " | ".join(", ".join(group) for group in cuts.best.groups)
    yield Smell(
        ".",
        f"the cut into services has a modularity of {cuts.chosen.modularity:.2f}, "
        f"the best one found of {cuts.best.modularity:.2f}",
        fixes=(Fix(f"move the aggregates so that these stand together: {groups}"),),
    )


RULE = Rule(
    id="BND14",
    title="Weak cut (modularity)",
    severity="info",
    covers=("S2",),
    source="Service Cutter",
    condition=(
        "Newman modularity of the co-access graph of aggregates under the cut into services < that of the best cut "
        "found - 0.1; the weights of two aggregates in one operation are 10 (both written) and 3 (both read, or mixed)"
    ),
    fix="choice",
    check=check,
)
