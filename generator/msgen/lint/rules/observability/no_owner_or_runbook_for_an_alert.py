"""OBS06: an alert that reaches nobody, or somebody who cannot look up what to do."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import REMOVED, Edit, Fix, Smell


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    owned: dict[str, list[str]] = {}
    for service in topology.services.values():
        if service.slo is not None and service.owner is not None:
            owned.setdefault(service.owner, []).append(service.name)
    for team in topology.teams.values():
        services = ", ".join(f"`{name}`" for name in owned.get(team.name, ()))
        path = f"teams.{team.name}"
        if services and team.oncall is None:
            no_runbooks = " and has no runbooks" if team.runbooks == "none" else ""
            yield Smell(
                path,
                f"answers for the objectives of {services}, but nobody is paged{no_runbooks}",
                fixes=(Fix("write the rota or address that is paged into `oncall`"),),
            )
        elif services and team.runbooks == "none":
            yield Smell(
                path,
                f"answers for the objectives of {services}, but has no runbooks",
                fixes=(
                    Fix(
                        "take `runbooks: none` out: the generated ones are a start",
                        (Edit(f"{path}.runbooks", REMOVED),),
                    ),
                ),
            )


RULE = Rule(
    id="OBS06",
    title="No owner or runbook for an alert",
    severity="warning",
    covers=("S7",),
    source="Site Reliability Engineering, chapter Being On-Call",
    condition="a team that owns a service with an `slo` and has no `oncall`, or `runbooks: none`",
    fix="automatic",
    check=check,
)
