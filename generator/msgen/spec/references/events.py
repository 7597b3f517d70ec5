"""References to events: `Event`, or `context.Event` where the name is not unique."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.design.resilience import Call
from msgen.design.service import Service
from msgen.diagnostics import Finding

from ..document import Path
from .call_sites import call_sites
from .scope import Scope, published


def check(scope: Scope) -> Iterator[Finding]:
    for name, service in scope.design.services.items():
        for path, reference in _of_service(("services", name), service):
            yield from event_reference(scope, path, reference)
    for saga, written in (scope.design.sagas or {}).items():
        yield from event_reference(scope, ("sagas", saga, "trigger"), written.trigger)
    for site in call_sites(scope.design):
        yield from _awaited(scope, site.path, site.call)


def event_reference(scope: Scope, path: Path, reference: str) -> Iterator[Finding]:
    """Checks that an event is declared or published, and that its name alone says which one."""
    context, _, name = reference.rpartition(".")
    owners = scope.events.get(name, ())
    if not owners:
        hint = "an event is declared under `contexts.C.events`, or by a service that `publishes` it"
        yield from scope.unknown(path, "event", name, scope.events, hint)
    elif context and context not in owners:
        proposal = f"did you mean `{owners[0]}.{name}`"
        yield scope.wrong(path, f"the context `{context}` has no event `{name}`", proposal)
    elif not context and len(owners) > 1:
        forms = " or ".join(f"`{owner}.{name}`" for owner in owners)
        both = [(("contexts", owner, "events", name), "here") for owner in owners]
        yield scope.wrong(path, f"several contexts have an event `{name}`", f"write {forms}", both)


def _of_service(here: Path, service: Service) -> Iterator[tuple[Path, str]]:
    for index, event in enumerate(service.publishes or ()):
        yield (*here, "publishes", index), event
    for index, subscription in enumerate(service.subscribes or ()):
        yield (*here, "subscribes", index, "event"), subscription.event
    for name, aggregate in (service.aggregates or {}).items():
        for index, event in enumerate(aggregate.events or ()):
            yield (*here, "aggregates", name, "events", index), event
    for name, model in (service.read_models or {}).items():
        for index, event in enumerate(model.sources):
            yield (*here, "read_models", name, "sources", index), event
    for name, operation in ((service.api and service.api.operations) or {}).items():
        for index, event in enumerate(operation.publishes or ()):
            yield (*here, "api", "operations", name, "publishes", index), event


def _awaited(scope: Scope, path: Path, call: Call) -> Iterator[Finding]:
    if call.await_reply is None:
        return
    where = (*path, "await_reply")
    problems = list(event_reference(scope, where, call.await_reply))
    yield from problems
    callee = call.to.partition(".")[0]
    service = scope.design.services.get(callee)
    if problems or service is None or scope.is_open(callee):
        return
    awaited = call.await_reply.rpartition(".")[2]
    if awaited not in {event.rpartition(".")[2] for event in published(service)}:
        yield scope.wrong(
            where, f"`{callee}` does not publish `{call.await_reply}`", "name an event of the callee",
            [(("services", callee), "the callee")],
        )  # fmt: skip
