"""The view of the blueprint `python-events`: the streams a service uses and the subscriptions it holds."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from msgen.contracts.events import durable, older_contexts, older_subjects, stream_name, subject
from msgen.design.python_names import module_name
from msgen.plan.views.python.annotations import Annotator
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.handlers import handler_name
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import LINE_LENGTH, argument_line
from msgen.plan.views.python.port_names import APP_MODULES
from msgen.topology.model import Event, Subscription

SUBSCRIPTIONS = "adapters.events._gen.subscriptions"


class SubscriptionView(Struct, frozen=True):
    durable: str
    context: str
    subjects: str
    """The argument that names what is heard."""
    event: str
    handler: str
    """The attribute of `Handlers`."""
    settings: tuple[str, ...]
    """Keyword arguments that differ from the defaults."""


class StreamView(Struct, frozen=True):
    entry: str
    """The call that makes the stream, as an entry of a list."""


class EventsView(Struct, frozen=True):
    package: str
    system: str
    service: str
    imports: str
    published: tuple[StreamView, ...]
    subscriptions: tuple[SubscriptionView, ...]
    has_database: bool
    publishes: bool
    subscribes: bool

    @property
    def relays(self) -> bool:
        return self.publishes and self.has_database

    @property
    def publishes_directly(self) -> bool:
        return self.publishes and not self.has_database


def events_view(contracts: ServiceContracts) -> EventsView:
    service, topology = contracts.service, contracts.topology
    imports = Imports()
    annotator = Annotator(SUBSCRIPTIONS, imports)
    subscriptions = tuple(_subscription(contracts, item, annotator) for item in service.subscriptions)
    imports.add("typing", "Any")
    annotator.take("app.ports", "Handlers")
    imports.add(".subscription", "Subscription")
    contexts = sorted({topology.event(reference).context for reference in service.publishes})
    return EventsView(
        package=contracts.package,
        system=topology.name,
        service=service.name,
        imports=imports.block(),
        published=tuple(_stream(contracts, context) for context in contexts),
        subscriptions=subscriptions,
        has_database=service.has_database,
        publishes=bool(service.publishes),
        subscribes=bool(service.subscriptions),
    )


def _stream(contracts: ServiceContracts, context: str) -> StreamView:
    name, older = stream_names(contracts, context)
    arguments = [f'"{contracts.topology.name}"', f'"{context}"']
    arguments += [f'name="{name}"'] if name else []
    arguments += [f"older={tuple_of(older)}"] if older else []
    arguments.append(f"max_age={retention(contracts, context)}")
    return StreamView(argument_line(Call("stream_of", tuple(arguments)), 8))


def stream_names(contracts: ServiceContracts, context: str) -> tuple[str, tuple[str, ...]]:
    """The first name of a context's stream, empty where it has none, and older names of the context."""
    name = contracts.first_names.get(stream_name(contracts.topology.name, context), "")
    return name, older_contexts(contracts.topology, context)


def tuple_of(texts: Sequence[str]) -> str:
    """
    >>> tuple_of(["a"]), tuple_of(["a", "b"])
    ('("a",)', '("a", "b")')
    """
    listed = ", ".join(f'"{text}"' for text in texts)
    return f"({listed},)" if len(texts) == 1 else f"({listed})"


def retention(contracts: ServiceContracts, context: str) -> str:
    """The longest retention of the context's events, in seconds: they share a stream."""
    events = contracts.topology.contexts[context].events.values()
    return str(max(event.retention for event in events).total_seconds())


def _subjects(heard: Sequence[str]) -> str:
    line = f"subjects={tuple_of(heard)},"
    if len(line) + 12 <= LINE_LENGTH:
        return line
    listed = "".join(f'                "{subject}",\n' for subject in heard)
    return f"subjects=(\n{listed}            ),"


def _event_class(contracts: ServiceContracts, event: Event, annotator: Annotator) -> str:
    """The class of an event, by way of its module: events may be called as anything here is."""
    ref = contracts.event_struct(event).ref
    if event.context != contracts.service.context:
        return annotator.use(ref)
    annotator.take("domain._gen", "events")
    return f"events.{ref.name}"


def _subscription(contracts: ServiceContracts, subscription: Subscription, annotator: Annotator) -> SubscriptionView:
    event = contracts.topology.event(subscription.event)
    known_as = durable(contracts.service, subscription, event)
    settings = []
    if subscription.retries != 5:
        settings.append(f"retries={subscription.retries}")
    if not subscription.dead_letter:
        settings.append("dead_letter=False")
    if subscription.idempotency != "inbox":
        settings.append(f'idempotency="{subscription.idempotency}"')
    if not subscription.ordered:
        settings.append("ordered=False")
    settings.append(f"max_age={retention(contracts, event.context)}")
    name, older = stream_names(contracts, event.context)
    settings += [f'stream_name="{name}"'] if name else []
    settings += [f"older_contexts={tuple_of(older)}"] if older else []
    return SubscriptionView(
        durable=contracts.first_names.get(known_as, known_as),
        context=event.context,
        subjects=_subjects((subject(contracts.topology, event), *older_subjects(contracts.topology, event))),
        event=_event_class(contracts, event, annotator),
        handler=module_name(handler_name(contracts, subscription), APP_MODULES),
        settings=tuple(settings),
    )
