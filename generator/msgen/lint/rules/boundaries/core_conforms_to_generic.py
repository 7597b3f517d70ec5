"""BND10: a core context that takes over the model of others, or meets an external system without a layer of its own."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import ContextRelation

LAYER = "anticorruption-layer"


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    core = {name: context for name, context in topology.contexts.items() if context.subdomain == "core"}
    entries = {(item.upstream, item.downstream): item for item in topology.context_map if item.written_at is not None}
    for relation in topology.context_map:
        conforms = relation.pattern == "conformist" or "conformist" in relation.downstream_roles
        if relation.downstream in core and conforms:
            yield Smell(
                relation.object_path,
                f"the core context `{relation.downstream}` conforms to `{relation.upstream}`",
                fixes=(Fix("put a layer of its own between", tuple(_with_layer(relation))),),
            )
    for service in topology.services.values():
        for call in service.calls():
            entry = entries.get((call.target, service.context))
            if service.context not in core or not call.is_external or (entry and LAYER in entry.downstream_roles):
                continue
            yield Smell(
                call.path,
                f"the core context `{service.context}` meets `{call.target}` without an anticorruption layer",
                fixes=(Fix("put a layer of its own between", tuple(_layer(call.target, service.context, entry))),),
            )


def _layer(upstream: str, downstream: str, entry: ContextRelation | None) -> Iterator[Edit]:
    if entry is not None:
        yield from _with_layer(entry)
        return
    written = {"upstream": upstream, "downstream": downstream, "downstream_roles": [LAYER]}
    yield Edit("context_map", written, append=True)


def _with_layer(relation: ContextRelation) -> Iterator[Edit]:
    roles = [role for role in relation.downstream_roles if role not in ("conformist", LAYER)]
    if relation.pattern == "conformist":
        yield Edit(f"{relation.object_path}.pattern", "upstream-downstream")
    yield Edit(f"{relation.object_path}.downstream_roles", [*roles, LAYER])


RULE = Rule(
    id="BND10",
    title="Core conforms to generic",
    severity="warning",
    covers=("S2", "B1"),
    source="Domain-Driven Design (Evans, Vernon)",
    condition=(
        "a core context is downstream as a conformist, or calls an external system without an entry of the context "
        "map for it that has `anticorruption-layer`"
    ),
    fix="choice",
    check=check,
)
