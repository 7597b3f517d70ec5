"""BND11: a context for which no team answers, or several do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Context, Service, Topology


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    if not topology.teams:
        return
    services: dict[str, list[Service]] = {}
    for service in topology.services.values():
        services.setdefault(service.context, []).append(service)
    for context in topology.contexts.values():
        own = services.get(context.name, [])
        owners = list(dict.fromkeys(service.owner for service in own if service.owner is not None))
        if context.owner is None:
            yield _smell(context, "no team answers for it", _owned(context, owners or list(topology.teams)))
        if len(owners) > 1:
            message = f"its services have different owners: {', '.join(owners)}"
            yield _smell(context, message, _gathered(topology, context, own, owners))


def _smell(context: Context, message: str, fixes: Iterator[Fix]) -> Smell:
    return Smell(f"contexts.{context.name}", message, fixes=tuple(fixes))


def _owned(context: Context, teams: Sequence[str]) -> Iterator[Fix]:
    for team in teams:
        yield Fix(f"let {team} answer for it", (Edit(f"contexts.{context.name}.owner", team),))


def _gathered(
    topology: Topology, context: Context, services: Sequence[Service], owners: Sequence[str]
) -> Iterator[Fix]:
    for team in (name for name in topology.teams if name in owners):
        moved = [service.name for service in services if service.owner != team]
        text = f"give {' and '.join(moved)} to {team}"
        yield Fix(text, tuple(Edit(f"{name}.owner", team) for name in moved))
    yield Fix(f"split {context.name}, so that each team has a context of its own")


RULE = Rule(
    id="BND11",
    title="Context without owner / shared owner split",
    severity="warning",
    covers=("S2",),
    source="Brogi, Neri, Soldani, Zimmermann, multivocal review of smells (shared bounded context)",
    condition="where `teams` are written, a context has no `owner`, or its services have different owners",
    fix="choice",
    check=check,
)
