"""DAT10: a fallback that gives answers of any age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from msgen.lint.durations import duration
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Service


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for service in topology.services.values():
        for call in service.calls():
            if call.fallback is None or call.fallback.kind != "cache" or call.fallback.ttl is not None:
                continue
            path = f"{call.path}.fallback"
            promised = _promised(service) or _promised(topology.services.get(call.target))
            yield Smell(path, "may answer from its cache however old that is", fixes=(_fix(path, promised),))


def _promised(service: Service | None) -> timedelta | None:
    return service.slo.freshness if service is not None and service.slo is not None else None


def _fix(path: str, promised: timedelta | None) -> Fix:
    """The age of data that the caller promises, else its callee."""
    if promised is None:
        return Fix("say with `ttl` how old an answer may be, or promise it with `slo.freshness`")
    return Fix(
        f"give it the promised freshness of {duration(promised)} as its `ttl`",
        (Edit(f"{path}.ttl", duration(promised)),),
    )


RULE = Rule(
    id="DAT10",
    title="Cache without TTL/invalidation",
    severity="warning",
    covers=("S5",),
    source="Azure cloud design patterns, cache-aside",
    condition="`fallback.kind: cache` without `ttl`",
    fix="automatic",
    check=check,
)
