"""BND05: contexts that are downstream of each other in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.boundaries._ways import shortest_way
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import ContextRelation, Topology

ONE_WAY = ("upstream-downstream", "customer-supplier", "conformist")


def check(review: Review) -> Iterator[Smell]:
    for group in review.analysis.context_loops:
        relations = _inside(review.topology, group)
        upstreams: dict[str, list[str]] = {}
        for relation in relations:
            upstreams.setdefault(relation.downstream, []).append(relation.upstream)
        way = shortest_way(group[0], group[0], upstreams)
        pairs = set(zip(way[1:], way, strict=False))
        on_way = [relation for relation in relations if (relation.upstream, relation.downstream) in pairs]
        yield Smell(
            f"contexts.{group[0]}",
            f"downstream of itself: {' -> '.join(way)}",
            because=way,
            fixes=(
                Fix("turn one direction round: let the upstream side publish events instead of asking or hearing"),
                *(_partners(relation) for relation in on_way),
            ),
        )


def _inside(topology: Topology, group: Sequence[str]) -> Sequence[ContextRelation]:
    members = frozenset(group)
    return [
        relation
        for relation in topology.context_map
        if relation.pattern in ONE_WAY and {relation.upstream, relation.downstream} <= members
    ]


def _partners(relation: ContextRelation) -> Fix:
    text = f"say that {relation.upstream} and {relation.downstream} are planned together, as partners"
    if relation.written_at is not None:
        return Fix(text, (Edit(f"{relation.object_path}.pattern", "partnership"),))
    entry: Mapping[str, str] = {
        "upstream": relation.upstream,
        "downstream": relation.downstream,
        "pattern": "partnership",
    }
    return Fix(text, (Edit("context_map", entry, append=True),))


RULE = Rule(
    id="BND05",
    title="Context cycle",
    severity="error",
    covers=("S1", "S2"),
    source="Taibi, Lenarduzzi, Pahl, taxonomy of anti-patterns (cyclic dependency)",
    condition=(
        "two or more contexts reach each other along upstream-downstream, customer-supplier and conformist entries of "
        "the context map; partnerships and shared kernels are left out"
    ),
    fix="choice",
    check=check,
)
