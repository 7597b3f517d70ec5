"""BND12: a team whose services ask another team more often than each other."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Smell


def check(review: Review) -> Iterator[Smell]:
    for team in review.analysis.teams.values():
        closest = max(team.outside, key=team.outside.__getitem__, default=None)
        if closest is not None and team.outside[closest] > team.inside:
            yield Smell(
                f"teams.{team.team}",
                f"{team.outside[closest]} calls and saga steps lead to `{closest}`, {team.inside} to each other",
                f"give one of the services between them to {team.team} or {closest}, or replace calls by events",
            )


RULE = Rule(
    id="BND12",
    title="Team coupling",
    severity="info",
    covers=("S2",),
    source="Brogi, Neri, Soldani, Zimmermann, multivocal review of smells (tightly coupled teams)",
    condition="calls and saga steps of a team to some other team > those inside the team",
    fix="none",
    check=check,
)
