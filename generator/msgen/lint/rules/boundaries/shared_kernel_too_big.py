"""BND09: a shared kernel of many types, or among many contexts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Smell
from msgen.topology.model import Topology

TYPES, CONTEXTS = 5, 2
"""The most that a shared kernel may have."""


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for context in topology.contexts.values():
        if len(context.shared) > TYPES:
            yield Smell(
                f"contexts.{context.name}.shared",
                f"{len(context.shared)} types, more than {TYPES}",
                "share only what both sides must change together, and give the rest to one of them",
            )
    for members in _kernels(topology):
        if len(members) > CONTEXTS:
            giver = next((name for name in members if topology.contexts[name].shared), members[0])
            yield Smell(
                f"contexts.{giver}.shared",
                f"a shared kernel of {len(members)} contexts: {', '.join(members)}",
                "keep a kernel to two contexts, and give the others a published language",
            )


def _kernels(topology: Topology) -> Iterator[tuple[str, ...]]:
    """The contexts that hang together by shared kernels, each group in the order of the spec."""
    others: dict[str, list[str]] = {}
    for relation in topology.context_map:
        if relation.pattern == "shared-kernel":
            others.setdefault(relation.upstream, []).append(relation.downstream)
            others.setdefault(relation.downstream, []).append(relation.upstream)
    seen: set[str] = set()
    for name in topology.contexts:
        group = _reached(name, others)
        if name not in seen:
            seen |= group
            yield tuple(member for member in topology.contexts if member in group)


def _reached(start: str, others: Mapping[str, list[str]]) -> set[str]:
    found = {start}
    waiting = [start]
    for name in waiting:
        new = [other for other in others.get(name, ()) if other not in found]
        found.update(new)
        waiting += new
    return found


RULE = Rule(
    id="BND09",
    title="Shared kernel too big",
    severity="warning",
    covers=("S2",),
    source="Domain-Driven Design (Evans, Vernon); Taibi, Lenarduzzi, Pahl, anti-patterns (shared libraries)",
    condition="a context shares more than 5 types, or more than two contexts hang together by shared kernels",
    fix="none",
    check=check,
)
