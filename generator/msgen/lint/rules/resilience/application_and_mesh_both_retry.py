"""RES07: a call that the application tries again, and the mesh each of its tries."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.analysis.amplification import tries
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    mesh = review.topology.platform.mesh
    for site in review.analysis.calls.sites:
        own, together = site.call.retry.attempts, tries(site.call, mesh)
        if own > 1 and together > own:
            yield Smell(
                f"{site.path}.retry",
                f"the application tries {own} times and the mesh {together // own} times each: {together} requests",
                fixes=(
                    Fix(
                        "leave the tries to the application: `platform.mesh.retries: false`",
                        (Edit("platform.mesh.retries", False),),
                    ),
                ),
            )


RULE = Rule(
    id="RES07",
    title="App and mesh both retry",
    severity="error",
    covers=("S4", "S6"),
    source="Istio documentation",
    condition="n > 1 with `retry.owner: app` and `platform.mesh.retries` not `false`",
    fix="automatic",
    check=check,
)
