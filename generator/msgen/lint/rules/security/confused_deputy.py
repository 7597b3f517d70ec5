"""SEC08: an operation that needs a user's token calls another service without it."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell

_OF_USERS = ("jwt", "oauth2")


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for site in review.analysis.calls.sites:
        if site.operation is None or site.call.is_external or site.call.forward_token:
            continue
        service = topology.services[site.service]
        if service.auth not in _OF_USERS or service.operation(site.operation).is_public:
            continue
        path = f"{site.path}.forward_token"
        yield Smell(
            path,
            f"`{site.operation}` needs the token of a user, but `{site.callee}` does not learn for whom it works",
            fixes=(
                Fix("pass the token on: set `forward_token` to `true`", (Edit(path, True),)),
                Fix(f"check in `{site.caller}` what the user may do, and say in a waiver that this is enough"),
            ),
        )


RULE = Rule(
    id="SEC08",
    title="Confused deputy",
    severity="warning",
    covers=("B12",),
    source="Ponce et al., security smells in microservices (KubeHound)",
    condition="`forward_token: false` on a call to a service, from an operation that needs a token of `auth` `jwt` or "
    "`oauth2`",
    fix="choice",
    check=check,
)
