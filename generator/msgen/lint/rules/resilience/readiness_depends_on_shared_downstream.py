"""RES19: services that all leave the traffic together when one thing that they share is down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Service

STORE, BROKER = "store", "broker"


def check(review: Review) -> Iterator[Smell]:
    users = _users(review)
    for service in review.topology.services.values():
        path = f"{service.name}.probes.readiness"
        if not review.topology.is_written(path):
            continue
        shared = {name: users[_key(service, name)] for name in _depending(service)}
        shared = {name: using for name, using in shared.items() if len(using) > 1}
        if not shared:
            continue
        kept = [name for name in service.readiness if name not in shared]
        reasons = (f"{name} is used by {len(using)} services ({', '.join(using)})" for name, using in shared.items())
        yield Smell(
            path,
            f"{'; '.join(reasons)}: while it is down all of them leave the traffic at once",
            fixes=(Fix(f"name only what the service has alone: [{', '.join(kept)}]", (Edit(path, kept),)),),
        )


def _depending(service: Service) -> tuple[str, ...]:
    """What its readiness names; who publishes directly cannot do without the broker."""
    is_direct = service.messaging.delivery == "direct"
    return tuple(name for name in service.readiness if not (name == BROKER and is_direct))


def _users(review: Review) -> Mapping[str, dict[str, None]]:
    """The services that use each dependency, by name; a store by its own."""
    found: dict[str, dict[str, None]] = {}
    for service in review.topology.services.values():
        names = [_key(service, name) for name in service.readiness]
        names += [f"{STORE} {store.name}" for store in (service.store, *(item.store for item in service.read_models))]
        if service.has_events:
            names.append(BROKER)
        for call in service.calls():
            names.append(call.target)
            if call.fallback is not None and call.fallback.to is not None:
                names.append(call.fallback.to.partition(".")[0])
        for name in names:
            found.setdefault(name, {})[service.name] = None
    return found


def _key(service: Service, name: str) -> str:
    return f"{STORE} {service.store.name}" if name == STORE else name


RULE = Rule(
    id="RES19",
    title="Readiness depends on shared downstream",
    severity="warning",
    covers=("S4",),
    source="Amazon Builders' Library, health checks",
    condition=(
        "a written `probes.readiness` names a dependency that more than one service uses; the broker does not count "
        "with `delivery: direct`"
    ),
    fix="automatic",
    check=check,
)
