"""The context map: declared entries, and those that calls, saga steps and subscriptions imply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.design.system import Design
from msgen.topology.model import ContextRelation, Event, Saga, Service

Pair = tuple[str, str]
"""Upstream, then downstream."""


def resolved_context_map(
    design: Design, services: Mapping[str, Service], sagas: Mapping[str, Saga], events: Mapping[str, Event]
) -> tuple[ContextRelation, ...]:
    """The caller and the subscriber are downstream; two contexts that are so to each other are in partnership.

    A declared entry replaces every derived one between its two contexts, in both directions.
    """
    declared = tuple(_declared(design))
    spoken_for = {frozenset((item.upstream, item.downstream)) for item in declared}
    pairs = dict.fromkeys(_implied(services, sagas, events))
    derived: list[ContextRelation] = []
    for upstream, downstream in pairs:
        if frozenset((upstream, downstream)) in spoken_for:
            continue
        mutual = (downstream, upstream) in pairs
        if mutual:
            spoken_for.add(frozenset((upstream, downstream)))
        derived.append(ContextRelation(upstream, downstream, "partnership" if mutual else "upstream-downstream"))
    return (*declared, *derived)


def _declared(design: Design) -> Iterator[ContextRelation]:
    for number, written in enumerate(design.context_map or ()):
        yield ContextRelation(
            upstream=written.upstream,
            downstream=written.downstream,
            pattern=written.pattern or "upstream-downstream",
            upstream_roles=written.upstream_roles or (),
            downstream_roles=written.downstream_roles or (),
            written_at=("context_map", number),
        )


def _implied(services: Mapping[str, Service], sagas: Mapping[str, Saga], events: Mapping[str, Event]) -> Iterator[Pair]:
    for service in services.values():
        for call in service.calls():
            upstream = call.target if call.is_external else services[call.target].context
            if upstream != service.context:
                yield upstream, service.context
        for subscription in service.subscriptions:
            upstream = events[subscription.event].context
            if upstream != service.context:
                yield upstream, service.context
    for saga in sagas.values():
        driver = services[saga.coordinator].context if saga.coordinator else events[saga.trigger].context
        for step in saga.steps:
            upstream = services[step.do.partition(".")[0]].context
            if upstream != driver:
                yield upstream, driver
