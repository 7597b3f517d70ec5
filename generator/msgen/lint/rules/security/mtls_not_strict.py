"""SEC02: services that speak plain text to each other, or may."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    mesh = review.topology.platform.mesh
    reasons: list[str] = []
    steps: list[str] = []
    edits: list[Edit] = []
    if mesh.kind == "none":
        reasons.append("there is no mesh, so services speak plain text to each other")
        steps.append("`kind` to `istio`")
        edits.append(Edit("platform.mesh.kind", "istio"))
    if mesh.mtls == "permissive":
        reasons.append("`mtls` is `permissive`, so plain text between services is let in")
        steps.append("`mtls` to `strict`")
        edits.append(Edit("platform.mesh.mtls", "strict"))
    if reasons:
        fix = Fix(f"set {' and '.join(steps)}", tuple(edits))
        yield Smell("platform.mesh", "; ".join(reasons), fixes=(fix,))


RULE = Rule(
    id="SEC02",
    title="mTLS not strict",
    severity="error",
    covers=("S6", "B12"),
    source="Ponce et al., security smells in microservices (KubeHound); Istio analysis message IST0113",
    condition="`mesh.kind` is `none`, or `mesh.mtls` is `permissive`, outside a step of a migration",
    fix="automatic",
    check=check,
    off_in=("minimal",),
)
