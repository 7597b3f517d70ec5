"""BND08: a call or subscription between contexts that are declared to have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import REMOVED, Edit, Fix, Smell
from msgen.topology.model import Topology


def check(review: Review) -> Iterator[Smell]:
    uses: dict[frozenset[str], list[str]] = {}
    for pair, use in _uses(review.topology):
        uses.setdefault(pair, []).append(use)
    for relation in review.topology.context_map:
        crossing = uses.get(frozenset((relation.upstream, relation.downstream)), [])
        if relation.pattern == "separate-ways" and crossing:
            more = f" and {len(crossing) - 1} more" if len(crossing) > 1 else ""
            yield Smell(
                relation.object_path,
                f"declared `separate-ways`, but crossed by {crossing[0]}{more}",
                fixes=(
                    Fix("take the entry out: the map then follows the calls", (Edit(relation.object_path, REMOVED),)),
                ),
            )


def _uses(topology: Topology) -> Iterator[tuple[frozenset[str], str]]:
    """The calls and subscriptions between contexts, with their two sides."""
    services, events = topology.services, topology.events
    for service in services.values():
        for call in service.calls():
            if call.target in services:
                yield frozenset((service.context, services[call.target].context)), call.path
        for subscription in service.subscriptions:
            context = events[subscription.event].context
            heard_by = f"{service.name}.read_models.{subscription.read_model}"
            heard = f"{service.name}.subscribes.{subscription.event}" if subscription.read_model is None else heard_by
            yield frozenset((service.context, context)), heard


RULE = Rule(
    id="BND08",
    title="Use without relationship",
    severity="warning",
    covers=("S2",),
    source="Context Mapper validators",
    condition="a call or a subscription leads from one to the other of two contexts declared `separate-ways`",
    fix="automatic",
    check=check,
)
