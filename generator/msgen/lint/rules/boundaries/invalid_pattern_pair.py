"""BND07: an entry of the context map whose pattern and roles contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import ContextRelation

NEVER = {
    "conformist": "a customer has a say in what its supplier builds, a conformist has none",
    "open-host-service": "an open host serves everybody alike, a supplier plans for its customer",
}
SELDOM = {"anticorruption-layer": "a customer whose wishes count seldom needs a layer of its own against its supplier"}


def check(review: Review) -> Iterator[Smell]:
    for relation in review.topology.context_map:
        if relation.pattern != "customer-supplier":
            continue
        roles = (*relation.upstream_roles, *relation.downstream_roles)
        never = [role for role in roles if role in NEVER]
        strange = [role for role in roles if role in NEVER or role in SELDOM]
        if not strange:
            continue
        because = "; ".join(f"`{role}`: {(NEVER | SELDOM)[role]}" for role in strange)
        yield Smell(
            relation.object_path,
            f"`customer-supplier` does not go with {because}",
            severity="error" if never else "warning",
            fixes=(
                Fix(
                    f"leave out {' and '.join(strange)}",
                    (
                        *_without(relation, "upstream_roles", relation.upstream_roles, strange),
                        *_without(relation, "downstream_roles", relation.downstream_roles, strange),
                    ),
                ),
                Fix("call it upstream-downstream", (Edit(f"{relation.object_path}.pattern", "upstream-downstream"),)),
            ),
        )


def _without(relation: ContextRelation, key: str, roles: Sequence[str], strange: Sequence[str]) -> Iterator[Edit]:
    kept = [role for role in roles if role not in strange]
    if len(kept) < len(roles):
        yield Edit(f"{relation.object_path}.{key}", kept)


RULE = Rule(
    id="BND07",
    title="Invalid pattern pair",
    severity="error",
    covers=("S2",),
    source="Context Mapper validators",
    condition=(
        "an entry of the context map is `customer-supplier` with `conformist` or `open-host-service` (error), or with "
        "`anticorruption-layer` (warning)"
    ),
    fix="choice",
    check=check,
)
