"""`app/ports.py`: what use cases ask of the outside, and what the outside asks of use cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from msgen.design.naming import pascal_case
from msgen.design.python_names import field_name, module_name
from msgen.plan.views.python.annotations import Annotator
from msgen.plan.views.python.client_methods import ClientMethod, caller_of
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call as Expression
from msgen.plan.views.python.handlers import handler_name
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import annotated, argument_line, class_head, returned
from msgen.plan.views.python.messages import OldNameView, input_name, output_name
from msgen.plan.views.python.port_names import APP_MODULES, RowNames, stored_objects, use_case_class
from msgen.plan.views.python.scopes import ClassRef
from msgen.topology.model import Aggregate, Call


class RepositoryView(Struct, frozen=True):
    names: RowNames
    kind: str
    """The type variable of an aggregate, or the class of a read model."""
    fields_class: str
    identity: str
    """The annotation of `id`."""
    noun: str
    is_aggregate: bool

    @property
    def head(self) -> str:
        return class_head(self.names.repository_class, "Protocol")

    @property
    def kind_parameter(self) -> str:
        return annotated("kind: ", f"type[{self.kind}]", ",", indent=8, is_parameter=True)

    @property
    def returns(self) -> str:
        return returned(self.kind, ": ...", indent=4)

    @property
    def returns_or_none(self) -> str:
        return returned(f"{self.kind} | None", ": ...", indent=4)

    @property
    def returns_page(self) -> str:
        return returned(f"Page[{self.kind}]", ": ...", indent=4)

    @property
    def field(self) -> str:
        """The field of `Ports`."""
        return annotated(f"{self.names.repository}: ", self.names.repository_class, indent=4)


class ClientMethodView(Struct, frozen=True):
    name: str
    request: str
    """The annotation of the request."""
    answer: str
    """The annotation of the answer."""
    doc: str
    old_name: str

    @property
    def returns(self) -> str:
        return returned(self.answer, indent=4)

    @property
    def by_old_name(self) -> ClientMethodView:
        return replace(self, name=self.old_name, doc=f"The old name of `{self.name}`.", old_name="")


class ClientView(Struct, frozen=True):
    attribute: str
    """The name in `Ports`."""
    name: str
    """The Protocol."""
    dependency: str
    methods: tuple[ClientMethodView, ...]

    @property
    def head(self) -> str:
        return class_head(self.name, "Protocol")

    @property
    def declared(self) -> tuple[ClientMethodView, ...]:
        """The methods, then those of them that have old names by these."""
        return (*self.methods, *(method.by_old_name for method in self.methods if method.old_name))

    @property
    def field(self) -> str:
        """The field of `Ports`."""
        return annotated(f"{self.attribute}: ", self.name, indent=4)


class UseCasePortView(Struct, frozen=True):
    """An operation or a handler as its adapters see it."""

    attribute: str
    """The name in `UseCases`, which is the module's."""
    name: str
    """The Protocol and the class that fulfils it."""
    parameter: str
    returns: str
    seconds: str
    """The deadline; empty for a handler."""
    idempotency: str
    """How the key is read off the request; empty where there is none."""
    route: str
    caller: str
    """Who calls dependencies under policies of its own; empty where these are the usual ones."""

    @property
    def head(self) -> str:
        return class_head(self.name, "Protocol")

    @property
    def returned(self) -> str:
        return returned(self.returns, ": ...", indent=4)

    @property
    def field(self) -> str:
        """The field of `UseCases` or `Handlers`."""
        return annotated(f"{self.attribute}: ", self.name, indent=4)

    @property
    def wired(self) -> str:
        """The argument of `Handlers` or `UseCases` that makes it."""
        made = Expression("chosen", (f"overrides.{self.attribute}", self.name, "ports"))
        if self.caller:
            made = Expression("as_caller", (f'"{self.caller}"', made))
        if self.idempotency:
            key = f"lambda request: {self.idempotency}"
            made = Expression("once", ("keys", f'"{self.route}"', key, self.returns, made))
        if self.seconds:
            made = Expression("within", (self.seconds, made))
        return argument_line(Expression(f"{self.attribute}={made.head}", made.arguments), 8)

    @property
    def override(self) -> str:
        """The field of `Overrides` that replaces it."""
        return annotated(f"{self.attribute}: ", f"Factory[app_ports.{self.name}] | None", " = None", indent=4)


class PortsView(Struct, frozen=True):
    imports: str
    repositories: tuple[RepositoryView, ...]
    clients: tuple[ClientView, ...]
    use_cases: tuple[UseCasePortView, ...]
    handlers: tuple[UseCasePortView, ...]
    has_database: bool
    publishes: bool
    old_names: tuple[OldNameView, ...]
    """Those of `Ports`."""

    @property
    def tells_callers_apart(self) -> bool:
        """Use cases call one operation under different policies."""
        return any(item.caller for item in (*self.use_cases, *self.handlers))

    @property
    def has_old_names(self) -> bool:
        """Ports or methods of clients still answer to their old names."""
        return bool(self.old_names) or any(method.old_name for client in self.clients for method in client.methods)


def ports_view(contracts: ServiceContracts) -> PortsView:
    imports = Imports()
    annotator = Annotator("app.ports", imports)
    service = contracts.service
    repositories = tuple(_repositories(contracts, annotator))
    clients = tuple(client_views(contracts, annotator))
    use_cases = tuple(_use_cases(contracts, annotator))
    handlers = tuple(_handlers(contracts, annotator))
    imports.add("dataclasses", "dataclass")
    imports.add("datetime", "datetime")
    imports.add("typing", "Protocol")
    if service.has_database:
        imports.add("contextlib", "AbstractAsyncContextManager")
        imports.add("..domain._gen.page", "Page")
    if service.publishes:
        imports.add("..domain._gen.event", "Event")
    old_names = tuple(_old_names(contracts, repositories, clients))
    if old_names:
        imports.add("..domain._gen.renamed", "warn_renamed")
    return PortsView(
        imports.block(), repositories, clients, use_cases, handlers, service.has_database, bool(service.publishes),
        old_names,
    )  # fmt: skip


def _old_names(
    contracts: ServiceContracts, repositories: Iterable[RepositoryView], clients: Iterable[ClientView]
) -> Iterator[OldNameView]:
    for item, repository in zip(stored_objects(contracts.service), repositories, strict=True):
        if old := contracts.ports.old_rows.get(item.name):
            names = repository.names
            yield OldNameView(old, names.repository, names.repository_class, is_frozen=True)
    for client in clients:
        if old := contracts.ports.old_clients.get(client.dependency):
            yield OldNameView(old, client.attribute, client.name, is_frozen=True)


def _repositories(contracts: ServiceContracts, annotator: Annotator) -> Iterator[RepositoryView]:
    for item in stored_objects(contracts.service):
        names = contracts.ports.rows[item.name]
        identity = next(field for field in item.fields if field.name == "id")
        own = isinstance(item, Aggregate)
        fields_class = annotator.use(ClassRef(f"domain._gen.{names.module}", names.fields_class))
        variable = f"{names.fields_class.removesuffix('Fields')}T" if own else names.fields_class
        yield RepositoryView(
            names=names,
            kind=annotator.use(ClassRef(f"domain._gen.{names.module}", variable)),
            fields_class=fields_class,
            identity=annotator.of(identity.type, contracts.scope, "id"),
            noun=names.variable.replace("_", " ").strip(),
            is_aggregate=own,
        )


def client_views(contracts: ServiceContracts, annotator: Annotator) -> Iterator[ClientView]:
    """The Protocol of each dependency, with the methods that this service calls."""
    for dependency, attribute in contracts.ports.clients.items():
        yield ClientView(
            attribute=attribute,
            name=f"{pascal_case(dependency)}Client",
            dependency=dependency,
            methods=tuple(_method(contracts, method, annotator) for method in client_methods(contracts, dependency)),
        )


def client_methods(contracts: ServiceContracts, dependency: str) -> tuple[ClientMethod, ...]:
    """The methods of a client, by name."""
    found = {method.name: method for method in contracts.ports.methods.values() if method.dependency == dependency}
    return tuple(found[name] for name in sorted(found))


def _caller(contracts: ServiceContracts, calls: Iterable[Call]) -> str:
    """Who calls, where one of its calls has not the usual policies."""
    return next((caller_of(call) for call in calls if caller_of(call) in _callers_apart(contracts, call)), "")


def _callers_apart(contracts: ServiceContracts, call: Call) -> Iterator[str]:
    for other in contracts.ports.methods[call.path].others:
        yield from other.callers


def _method(contracts: ServiceContracts, method: ClientMethod, annotator: Annotator) -> ClientMethodView:
    if method.operation is None:
        annotator.take("domain._gen.scalars", "Json")
        caller = method.call.path.split("->")[0]
        return ClientMethodView(method.name, "Json", "Json", f"Call `{method.dependency}` for `{caller}`.", "")
    module = contracts.consumed_module(method.dependency)
    answer = annotator.use(ClassRef(module, output_name(method.operation)))
    return ClientMethodView(
        name=method.name,
        request=annotator.use(ClassRef(module, input_name(method.operation))),
        answer=f"{answer} | None" if method.may_have_no_answer else answer,
        doc=f"Call `{method.operation.object_path}`.",
        old_name=method.old_name,
    )


def _use_cases(contracts: ServiceContracts, annotator: Annotator) -> Iterator[UseCasePortView]:
    for operation in contracts.service.operations:
        key = operation.idempotency_key
        keyed = key is not None and contracts.service.has_database and not operation.is_query
        yield UseCasePortView(
            attribute=module_name(operation.name, APP_MODULES),
            name=use_case_class(operation.name),
            parameter=annotator.use(ClassRef("app.messages", input_name(operation))),
            returns=annotator.use(ClassRef("app.messages", output_name(operation))),
            seconds=str(operation.timeout.total_seconds()),
            idempotency=_key_expression(key) if keyed and key else "",
            route=operation.name,
            caller=_caller(contracts, operation.calls),
        )


def _key_expression(key: str) -> str:
    return f"str(request.{field_name(key)})" if key[:1].islower() or key[:1] == "_" else "request.idempotency_key"


def _handlers(contracts: ServiceContracts, annotator: Annotator) -> Iterator[UseCasePortView]:
    for subscription in contracts.service.subscriptions:
        event = contracts.topology.event(subscription.event)
        name = handler_name(contracts, subscription)
        yield UseCasePortView(
            attribute=module_name(name, APP_MODULES),
            name=name,
            parameter=annotator.use(contracts.event_struct(event).ref),
            returns="None",
            seconds="",
            idempotency="",
            route="",
            caller=_caller(contracts, subscription.calls),
        )
