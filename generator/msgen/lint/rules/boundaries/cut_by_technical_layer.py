"""BND04: services of one context that are the layers of one thing, each calling only the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Fix, Smell
from msgen.topology.model import Service

LAYERS = ("-ui", "-api", "-db", "-dao")
FRONTS = ("bff", "gateway")


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    callees, callers = _neighbours(review)
    following = {
        name: callee
        for name, (callee, *others) in callees.items()
        if not others and callers[callee] == [name] and _is_chained(topology.services, name, callee)
    }
    later = set(following.values())
    for first in (name for name in following if name not in later):
        chain = [first]
        while chain[-1] in following:
            chain.append(following[chain[-1]])
        yield Smell(
            f"contexts.{topology.services[first].context}",
            f"services cut by layer, each calling only the next: {' -> '.join(chain)}",
            fixes=(Fix(f"merge {', '.join(chain[:-1])} and {chain[-1]} into one service"),),
        )


def _neighbours(review: Review) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
    """Which other services each service calls, and by which each is called."""
    callees: dict[str, list[str]] = {}
    callers: dict[str, list[str]] = {}
    pairs = dict.fromkeys((site.service, site.call.target) for site in review.analysis.calls.sites)
    for caller, callee in pairs:
        if caller != callee and callee in review.topology.services:
            callees.setdefault(caller, []).append(callee)
            callers.setdefault(callee, []).append(caller)
    return callees, callers


def _is_chained(services: Mapping[str, Service], name: str, callee: str) -> bool:
    caller, called = services[name], services[callee]
    return caller.context == called.context and _is_layer(caller) and _is_layer(called)


def _is_layer(service: Service) -> bool:
    return service.name.endswith(LAYERS) or service.role in FRONTS


RULE = Rule(
    id="BND04",
    title="Cut by technical layer",
    severity="error",
    covers=("S2",),
    source="Taibi, Lenarduzzi, Pahl, taxonomy of anti-patterns (wrong cuts)",
    condition=(
        "two or more services of one context are layers, by a name that ends in -ui, -api, -db or -dao or by a role "
        "bff or gateway, and each calls only the next and is called only by the one before"
    ),
    fix="choice",
    check=check,
)
