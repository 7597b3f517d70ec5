"""The seeded handler of each subscription and its mapping module."""

from __future__ import annotations

from msgspec import Struct

from msgen.design.naming import pascal_case
from msgen.design.python_names import class_name, field_name, module_name
from msgen.plan.views.python.annotations import Annotator
from msgen.plan.views.python.behaviour import Key, event_key, model_key
from msgen.plan.views.python.call_requests import Reach
from msgen.plan.views.python.client_calls import call_statements
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call as Expression
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import class_head, statement
from msgen.plan.views.python.mapping import MappingModule, MappingView
from msgen.plan.views.python.messages import sentence, with_article
from msgen.plan.views.python.port_names import APP_MODULES, RowNames
from msgen.plan.views.python.sources import Source
from msgen.plan.views.python.use_cases.rows import find_statement, row_class
from msgen.topology.model import Aggregate, ReadModel, Subscription


class HandlerView(Struct, frozen=True):
    """One module of `app/` that handles an event."""

    module: str
    name: str
    doc: str
    imports: str
    parameter: str
    event_class: str
    row: RowNames | None
    find: str
    create: str
    change: str
    calls: tuple[str, ...]
    publishes: tuple[str, ...]
    logs: bool
    """There is nothing to do by default, so the event is logged."""
    mapping: MappingView | None
    object_path: str

    @property
    def head(self) -> str:
        return class_head(self.name, f"ports.{self.name}")

    @property
    def note(self) -> str:
        """The statement that logs the event."""
        return statement("", Expression("_log.info", (f'"{self.event_class} received"',)))

    @property
    def signature(self) -> str:
        return statement("async def ", Expression("__call__", ("self", self.parameter)), " -> None:", indent=4)


def handler_name(contracts: ServiceContracts, subscription: Subscription) -> str:
    """`OnOrderPlaced`; for a read model `OrderViewOnOrderPlaced`.

    Of two events with one name in two contexts, the second brings its context: `OnOrderingOrderPlaced`.
    """
    topology = contracts.topology
    event = topology.event(subscription.event)
    heard = [
        other.event for other in contracts.service.subscriptions
        if other.read_model == subscription.read_model and topology.event(other.event).name == event.name
    ]  # fmt: skip
    prefix = pascal_case(subscription.read_model) if subscription.read_model else ""
    context = pascal_case(event.context) if heard[0] != subscription.event else ""
    return f"{prefix}On{context}{event.name}"


def subscription_path(contracts: ServiceContracts, subscription: Subscription) -> str:
    """`subscriptions.sales.OrderPlaced`; for a read model `read_models.order-view.sales.OrderPlaced`."""
    event = contracts.topology.event(subscription.event)
    heard_by = f"read_models.{subscription.read_model}" if subscription.read_model else "subscriptions"
    return f"{heard_by}.{event.context}.{event.name}"


def handled_row(contracts: ServiceContracts, subscription: Subscription) -> tuple[Aggregate | ReadModel, Key] | None:
    """The row that the event changes, and how it is found."""
    service, event = contracts.service, contracts.topology.event(subscription.event)
    if subscription.read_model is not None:
        model = next(item for item in service.read_models if item.name == subscription.read_model)
        key = model_key(event, model)
        return (model, key) if key else None
    if not service.store.exists:
        return None
    return event_key(event, service.aggregates)


def handler_view(contracts: ServiceContracts, subscription: Subscription) -> HandlerView:
    return _Handler(contracts, subscription).view()


class _Handler:
    def __init__(self, contracts: ServiceContracts, subscription: Subscription) -> None:
        self.contracts, self.subscription = contracts, subscription
        self.event = contracts.topology.event(subscription.event)
        self.name = handler_name(contracts, subscription)
        self.module = module_name(self.name, APP_MODULES)
        self.struct = contracts.event_struct(self.event)
        self.object_path = subscription_path(contracts, subscription)
        self.mapping = MappingModule(self.module, contracts.scope, self.object_path)
        self.imports = Imports()
        self.annotator = Annotator(f"app.{self.module}", self.imports)
        self.target = handled_row(contracts, subscription)
        self.row = contracts.ports.rows[self.target[0].name] if self.target else None
        self.source = Source("event", self.struct.fields, contracts.event_scope(self.event), except_id=True)

    def view(self) -> HandlerView:
        reach = self._reach()
        calls = tuple(
            call_statements(
                self.contracts, self.mapping, self.subscription.calls, reach, self.imports, keeps_answers=False
            )
        )
        find, create, change = self._keep_row()
        publishes = tuple(self._publish(reference) for reference in self.subscription.publishes)
        parameter = f"event: {self.annotator.use(self.struct.ref)}"
        maps = bool(calls or publishes or self.row)
        self.imports.add(".", "ports")
        self.imports.add(".ports", "Ports")
        if maps:
            self.imports.add(".mapping", f"{self.module} as mapping")
        if not maps:
            self.imports.add("structlog")
        if self.row and self.target:
            self.annotator.use(row_class(self.row, isinstance(self.target[0], Aggregate)))
        return HandlerView(
            module=self.module,
            name=self.name,
            doc=sentence(self._purpose()),
            imports=self.imports.block(),
            parameter=parameter,
            event_class=self.struct.ref.name,
            row=self.row,
            find=find,
            create=create,
            change=change,
            calls=calls,
            publishes=publishes,
            logs=not maps,
            mapping=self.mapping.view(f"How `{self.name}` turns the event into what is kept.") if maps else None,
            object_path=self.object_path,
        )

    def _keep_row(self) -> tuple[str, str, str]:
        if self.target is None or self.row is None:
            return "", "", ""
        subject, key = self.target
        own = isinstance(subject, Aggregate)
        parameter = ("event", self.struct.ref)
        self.mapping.new_row(
            self.row, subject.fields, parameter, (self.source,),
            given=self._identity(key), renamed={key.column: (key.given,)}, own_class=own,
        )  # fmt: skip
        self.mapping.changed_row(
            self.row, subject.fields, parameter, (self.source,),
            keys=frozenset({key.column}), renamed={}, own_class=own,
        )  # fmt: skip
        row, repository = self.row, f"self._ports.{self.row.repository}"
        value = f"event.{field_name(key.given)}"
        new = Expression(f"mapping.{row.variable}", (row.row_class, "event", "now"))
        changed = Expression("mapping.changed", (row.variable, "event", "now"))
        return (
            find_statement(row, key, value, must=False),
            statement("await ", Expression(f"{repository}.add", (new,)), indent=12),
            statement("await ", Expression(f"{repository}.update", (changed,)), indent=12),
        )

    def _identity(self, key: Key) -> dict[str, str]:
        """The key itself becomes the identity, also where the event calls it `id`."""
        return {"id": f"event.{field_name(key.given)}"} if key.is_identity else {}

    def _reach(self) -> Reach:
        parameter = self.mapping.parameter("event", self.struct.ref) if self._maps_event() else ""
        return Reach((self.source,), (parameter,), ("event",))

    def _maps_event(self) -> bool:
        return bool(self.subscription.calls or self.subscription.publishes)

    def _publish(self, reference: str) -> str:
        event = self.contracts.topology.event(reference)
        target = self.contracts.event_struct(event)
        reach = self._reach()
        name = self.mapping.event_function(event.name)
        self.mapping.build(
            name, reach.parameters, target.ref, event.fields, self.contracts.event_scope(event), reach.sources,
            f"Build `{event.name}` of the event that was handled.", own_keys=(event.key,) if event.key else (),
        )  # fmt: skip
        function = Expression(f"mapping.{name}", reach.arguments)
        return statement("await ", Expression("self._ports.publisher.publish", (function,)))

    def _purpose(self) -> str:
        if self.row is None:
            return f"note that `{class_name(self.event.name)}` happened"
        return f"keep {with_article(self.row.name)} up to date with `{class_name(self.event.name)}`"
