"""DEP06: pods that keep something to themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell

_KEPT: Mapping[str, tuple[str, str]] = {
    "disk": ("files", "put the files into the store or into an object store"),
    "sticky": ("sessions", "put the sessions into a store that all pods share, or into the token"),
}


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        kept = _KEPT.get(service.deployment.state)
        if kept is None:
            continue
        what, step = kept
        path = f"{service.name}.deployment.state"
        yield Smell(
            path,
            f"each pod keeps {what} of its own: they go with the pod, and no other pod can take over",
            fixes=(Fix(f"{step}, and set `state` to `none`", (Edit(path, "none"),)),),
        )


RULE = Rule(
    id="DEP06",
    title="Local state",
    severity="error",
    covers=("S2", "B10"),
    source="The Twelve-Factor App, factor VI",
    condition="`deployment.state` is `disk` or `sticky`",
    fix="choice",
    check=check,
)
