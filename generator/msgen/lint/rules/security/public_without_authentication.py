"""SEC01: an API that is reached from outside and asks nobody who they are."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    for service in review.topology.services.values():
        if service.is_worker or service.exposure == "internal" or service.auth != "none":
            continue
        path = f"{service.name}.api"
        yield Smell(
            path,
            f"`exposure` is `{service.exposure}` and `auth` is `none`: nobody has to say who they are",
            fixes=(Fix("set `auth` to `oauth2`", (Edit(f"{path}.auth", "oauth2"),)),),
        )


RULE = Rule(
    id="SEC01",
    title="Public without authentication",
    severity="error",
    covers=("S6", "B12"),
    source="Ponce et al., security smells in microservices (KubeHound)",
    condition="an API with `exposure` `public` or `partner` and `auth: none`",
    fix="automatic",
    check=check,
)
