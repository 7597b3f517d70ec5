"""BND15: a term that two contexts define."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Smell
from msgen.topology.model import Topology


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    kernels = _pairs(topology, pattern="shared-kernel")
    layers = _pairs(topology, role="anticorruption-layer")
    known: dict[str, list[tuple[str, str]]] = {}
    for context in topology.contexts.values():
        for term, meaning in context.language.items():
            for other, other_meaning in known.get(term.casefold(), ()):
                pair = frozenset((context.name, other))
                same = meaning.casefold() == other_meaning.casefold()
                if pair in (kernels if same else layers):
                    continue
                yield Smell(
                    f"contexts.{context.name}.language",
                    f"`{term}` means {'the same' if same else 'something else'} in `{other}`",
                    "say in the context map how the two meet: a shared kernel for one meaning, "
                    "an anticorruption layer for two; or choose another word",
                )
            known.setdefault(term.casefold(), []).append((context.name, meaning))


def _pairs(topology: Topology, pattern: str = "", role: str = "") -> frozenset[frozenset[str]]:
    """The two sides of each entry of the context map with a pattern or a downstream role."""
    return frozenset(
        frozenset((relation.upstream, relation.downstream))
        for relation in topology.context_map
        if relation.pattern == pattern or role in relation.downstream_roles
    )


RULE = Rule(
    id="BND15",
    title="Ambiguous term",
    severity="info",
    covers=("S2",),
    source="Domain-Driven Design (Evans, Vernon)",
    condition=(
        "two contexts have one term in their `language`: with the same text, unless they share a kernel, or with "
        "different texts, unless an anticorruption layer stands between them"
    ),
    fix="none",
    check=check,
)
