"""SEC03: callers that the design does not know are let through."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.rules.security._edges import allowed, designed
from msgen.lint.smell import Edit, Fix, Smell

_SHOWN = 5


def check(review: Review) -> Iterator[Smell]:
    reasons: list[str] = []
    fix = Fix("generate the policies again, or add to the design what is wanted")
    if review.manifests is not None:
        edges = allowed(review.topology, review.manifests)
        extra = sorted(edges - designed(review))
        if extra:
            shown = ", ".join(str(edge) for edge in extra[:_SHOWN])
            more = f" and {len(extra) - _SHOWN} more" if len(extra) > _SHOWN else ""
            reasons.append(
                f"{len(extra)} of {len(edges)} edges that policies allow are not in the design: {shown}{more}"
            )
    if review.topology.platform.mesh.authorization == "allow-all":
        reasons.insert(0, "`authorization` is `allow-all`: every service may call every other")
        edit = Edit("platform.mesh.authorization", "deny-by-default")
        fix = Fix("set `authorization` to `deny-by-default`: each edge of the design gets a policy", (edit,))
    if reasons:
        yield Smell("platform.mesh", "; ".join(reasons), fixes=(fix,))


RULE = Rule(
    id="SEC03",
    title="Allow-all authorization",
    severity="error",
    covers=("S6", "B12"),
    source="Ponce et al., security smells in microservices (KubeHound)",
    condition="`mesh.authorization` is `allow-all`, or policies of checked manifests have edges that the design lacks",
    fix="automatic",
    check=check,
)
