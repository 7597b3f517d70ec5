"""CAP04: pods that together open more connections than their database accepts."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.connections import KEPT, Connections
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for item in review.analysis.connections.values():
        if item.needed > item.limit:
            yield Smell(
                item.store if item.read_model is None else item.store.removesuffix(".store"),
                f"{item.pods} pods x {item.pool} connections + {KEPT} = {item.needed}, it accepts {item.limit}",
                fixes=(_fix(item),),
            )


def _fix(item: Connections) -> Fix:
    pool = (item.limit - KEPT) // item.pods
    if pool < 1:
        return Fix(f"raise `max_connections` to {item.pods + KEPT} at least: {item.limit} are not one for each pod")
    return Fix(f"set `pool` to {pool}", (Edit(f"{item.store}.pool", pool),))


RULE = Rule(
    id="CAP04",
    title="DB connections",
    severity="error",
    covers=("S5",),
    source="msgen",
    condition="`scaling.max` x `pool` + 10 (relay, migrations, people) > `max_connections`",
    fix="automatic",
    check=check,
)
