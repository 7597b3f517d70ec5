"""The seeded use case of each operation and its mapping module."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgen.contracts.messages import NEXT_CURSOR, input_fields, output_fields
from msgen.design.naming import snake_case
from msgen.design.python_names import field_name, module_name
from msgen.design.types import Field
from msgen.plan.views.python.annotations import Annotator, relative
from msgen.plan.views.python.behaviour import Key, Shape, items_field, key_of, shape_of, subject_of
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import Call as Expression
from msgen.plan.views.python.layout import statement
from msgen.plan.views.python.mapping import FunctionView, MappingModule, MappingView
from msgen.plan.views.python.messages import (
    input_name,
    output_name,
    output_struct,
    sentence,
    spoken,
    with_article,
)
from msgen.plan.views.python.port_names import RowNames
from msgen.plan.views.python.scopes import ClassRef, Struct
from msgen.plan.views.python.sources import Source
from msgen.topology.model import Aggregate, Call, Operation

MESSAGES = "app.messages"
APP_MODULES = frozenset({"ports", "messages", "mapping", "wiring", "consumed"})


@dataclass(frozen=True, slots=True)
class UseCaseView:
    """One module of `app/`: the class and the statements of its `__call__`, laid out."""

    module: str
    name: str
    shape: Shape
    doc: str
    imports: str
    parameter: str
    """The typed parameter of `__call__`: `request: PlaceOrderInput`."""
    returns: str
    row: RowNames | None
    stores: bool
    """The use case writes to a store, so that its effects share a transaction."""
    find: str
    """The statement that loads the row."""
    make: str
    """The statement that builds the row as it will be stored."""
    change: str
    """The statement that changes a row that was there, for `save`."""
    add: str
    """The statement that stores a new row."""
    store: str
    """The statement that stores a changed row, or deletes it."""
    calls: tuple[str, ...]
    publishes: tuple[str, ...]
    answer: str
    mapping: MappingView

    @property
    def body(self) -> str:
        """The partial that prints the body."""
        return f"partials/python/use_cases/{self.shape}.py.jinja"


def use_case_view(contracts: ServiceContracts, operation: Operation) -> UseCaseView:
    return _UseCase(contracts, operation).view()


class _UseCase:
    def __init__(self, contracts: ServiceContracts, operation: Operation) -> None:
        self.contracts, self.operation = contracts, operation
        self.shape = shape_of(contracts.service, operation)
        self.module = module_name(operation.name, APP_MODULES)
        self.subject = subject_of(contracts.service, operation) if self.shape != "answer" else None
        self.row = contracts.ports.rows[self.subject.name] if self.subject else None
        self.key = key_of(operation, self.subject) if self.subject else None
        self.mapping = MappingModule(self.module, contracts.scope)
        self.imports = Imports()
        self.annotator = Annotator(f"app.{self.module}", self.imports)
        self.request = ClassRef(MESSAGES, input_name(operation))

    def view(self) -> UseCaseView:
        answers = tuple(self._answers())
        self._map_rows()
        calls = tuple(self._calls(answers))
        publishes = tuple(self._publish(event) for event in self.operation.publishes)
        answer = self._answer(answers)
        parameter = f"request: {self.annotator.use(self.request)}"
        returns = self.annotator.use(ClassRef(MESSAGES, output_name(self.operation)))
        self.imports.add(".", "ports")
        if self.shape != "count" or calls or publishes:
            self.imports.add(".mapping", f"{self.module} as mapping")
        self.imports.add(".ports", "Ports")
        if self.row and self.shape not in ("count", "delete"):
            self.annotator.use(row_class(self.row, isinstance(self.subject, Aggregate)))
        return UseCaseView(
            module=self.module,
            name=self.operation.name,
            shape=self.shape,
            doc=sentence(self.operation.description or self._purpose()),
            imports=self.imports.block(),
            parameter=parameter,
            returns=returns,
            row=self.row,
            stores=self.shape in ("create", "save", "change", "update", "delete"),
            find=self._find(),
            make=self._make(),
            change=self._change(),
            add=self._add(),
            store=self._store(),
            calls=calls,
            publishes=publishes,
            answer=answer,
            mapping=self.mapping.view(f"How `{self.operation.name}` turns what it gets into what it gives."),
        )

    # rows

    def _map_rows(self) -> None:
        if self.row is None or self.subject is None:
            return
        own = isinstance(self.subject, Aggregate)
        parameter, sources = ("request", self.request), (self._request_source(),)
        renamed = {self.key.column: self.key.given} if self.key else {}
        fields = self.subject.fields
        if self.shape in ("create", "save"):
            self.mapping.new_row(
                self.row, fields, parameter, sources, given={}, renamed=renamed, own_class=own
            )
        if self.shape in ("save", "change", "update"):
            keys = frozenset({self.key.column} if self.key else ())
            self.mapping.changed_row(
                self.row, fields, parameter, sources, keys=keys, renamed={}, own_class=own
            )

    def _find(self) -> str:
        if self.row is None or self.shape in ("create", "count", "delete", "answer"):
            return ""
        repository = f"self._ports.{self.row.repository}"
        if self.shape == "list":
            return self._page(repository)
        assert self.key is not None
        return find_statement(
            self.row, self.key, f"request.{field_name(self.key.given)}", must=self.shape != "save"
        )

    def _page(self, repository: str) -> str:
        assert self.row is not None and self.subject is not None
        paging = ("request.limit", "request.cursor") if self.operation.pagination else ("200",)
        columns = {field.name: field for field in self.subject.fields}
        filters = tuple(
            f"{field_name(field.name)}=request.{field_name(field.name)}"
            for field in self.operation.input.fields
            if field.name in columns and not field.type.optional and columns[field.name].type == field.type
        )
        return statement(
            "page = await ", Expression(f"{repository}.page", (self.row.row_class, *paging, *filters))
        )

    def _indent(self) -> int:
        """A change without calls stands inside its transaction, so that nobody comes between."""
        return 12 if self.shape in ("change", "update") and not self.operation.calls else 8

    def _make(self) -> str:
        if self.row is None:
            return ""
        row, now = self.row, "now" if self.shape == "save" else "self._ports.clock()"
        if self.shape in ("create", "save"):
            new = Expression(f"mapping.{row.variable}", (row.row_class, "request", now))
            return statement(f"{row.variable} = ", new, indent=8 if self.shape == "create" else 12)
        changed = Expression("mapping.changed", (row.variable, "request", now))
        return statement("changed = ", changed, indent=self._indent())

    def _change(self) -> str:
        if self.row is None or self.shape != "save":
            return ""
        changed = Expression("mapping.changed", (self.row.variable, "request", "now"))
        return statement(f"{self.row.variable} = ", changed, indent=12)

    def _add(self) -> str:
        if self.row is None:
            return ""
        added = Expression(f"self._ports.{self.row.repository}.add", (self.row.variable,))
        return statement("await ", added, indent=16 if self.shape == "save" else 12)

    def _store(self) -> str:
        if self.row is None:
            return ""
        repository = f"self._ports.{self.row.repository}"
        expected = ("request.expected_version",) if self.operation.role in ("update", "delete") else ()
        if self.shape == "delete":
            key = f"request.{field_name(self.key.given)}" if self.key else "request.id"
            return statement("await ", Expression(f"{repository}.delete", (key, *expected)), indent=12)
        stored = self.row.variable if self.shape == "save" else "changed"
        indent = 16 if self.shape == "save" else 12
        return statement("await ", Expression(f"{repository}.update", (stored, *expected)), indent=indent)

    # calls

    def _answers(self) -> Iterator[Source]:
        """The answers of the calls, as later steps and the output see them."""
        for call, name in answer_names(self.contracts, self.operation.calls):
            if call.operation is None:
                continue
            callee = self.contracts.topology.operation(call.target, call.operation)
            yield Source(
                name,
                output_fields(callee),
                self.contracts.consumed_scope(call.target),
                optional=call.fallback is not None and call.fallback.kind == "ignore",
            )

    def _calls(self, answers: Sequence[Source]) -> Iterator[str]:
        if not self.operation.calls:
            return
        reach = Reach(
            sources=(self._request_source(), *self._row_sources()),
            parameters=self._request_parameters(),
            arguments=tuple(self._request_arguments()),
            identity=self._caller_identity(),
        )
        yield from call_statements(self.contracts, self.mapping, self.operation.calls, reach, self.imports)

    def _caller_identity(self) -> tuple[str, str] | None:
        """`<aggregate>_id` and the expression that holds it: the caller's own `id`."""
        if self.row is None or self.subject is None or self.shape in ("list", "count", "delete"):
            return None
        return f"{snake_case(self.subject.name)}_id", f"{self._stored()}.id"

    # events and the answer

    def _publish(self, reference: str) -> str:
        event = self.contracts.topology.event(reference)
        struct = self.contracts.event_struct(event)
        identity = self._caller_identity()
        given = {identity[0]: identity[1]} if identity and event_has(event.fields, identity[0]) else {}
        name = snake_case(event.name)
        self.mapping.build(
            name, self._request_parameters(), struct.ref, event.fields, self.contracts.event_scope(event),
            (self._request_source(), *self._row_sources()),
            f"Build `{event.name}` of what was asked for and what is stored.", given=given,
            renamed=self._event_renames(event.key), own_key=event.key,
        )  # fmt: skip
        function = Expression(f"mapping.{name}", tuple(self._request_arguments()))
        indent = 12 if self.row and self.shape not in ("get", "list", "count", "answer") else 8
        return statement("await ", Expression("self._ports.publisher.publish", (function,)), indent=indent)

    def _event_renames(self, key: str | None) -> dict[str, str]:
        """A deleted aggregate is gone: its key is what the request calls `id`."""
        if self.shape == "delete" and key is not None and self.subject is not None:
            return {f"{snake_case(self.subject.name)}_id": "id"}
        return {}

    def _answer(self, answers: Sequence[Source]) -> str:
        if self.shape == "list" and self.row and self.subject:
            return self._map_page()
        if self.shape == "count" and self.row:
            return self._map_count()
        output = output_struct(self.operation, MESSAGES)
        stored, tag = self._row_sources(), ""
        if self.row and self.operation.role in ("create", "get", "update") and stored:
            tag = f".tagged(version_of({self._stored()}))"
            self.mapping.need(relative(self.mapping.annotator.module, "domain._gen.aggregate"), "version_of")
        parameters = (*self._request_parameters(), *self._answer_parameters(answers))
        self.mapping.build(
            "output", parameters, output.ref, output.fields, self.contracts.scope,
            (*stored, *answers, self._request_source()), f"Answer {with_article(self.operation.name)} request.",
            suffix=tag,
        )  # fmt: skip
        arguments = (*self._request_arguments(), *(answer.expression for answer in answers))
        return statement("return ", Expression("mapping.output", tuple(arguments)))

    def _answer_parameters(self, answers: Sequence[Source]) -> tuple[str, ...]:
        refs = []
        for call, name in answer_names(self.contracts, self.operation.calls):
            if call.operation is None:
                continue
            callee = self.contracts.topology.operation(call.target, call.operation)
            ref = ClassRef(self.contracts.consumed_module(call.target), output_name(callee))
            source = next(answer for answer in answers if answer.expression == name)
            refs.append(self.mapping.parameter(name, ref, optional=source.optional))
        return tuple(refs)

    def _map_page(self) -> str:
        assert self.row is not None and self.subject is not None
        own = isinstance(self.subject, Aggregate)
        items = items_field(self.operation)
        output = output_struct(self.operation, MESSAGES)
        scope = self.contracts.scope
        assert items is not None
        item_type = scope.resolved(items.type.item)  # type: ignore[union-attr]
        struct = scope.struct(item_type)
        fields_ref = ClassRef(f"domain._gen.{self.row.module}", self.row.fields_class)
        if struct is not None:
            self.mapping.build(
                "item", (self.mapping.parameter(self.row.variable, fields_ref),), struct.ref, struct.fields, scope,
                (Source(self.row.variable, self.subject.fields, scope),),
                f"Show {with_article(self.row.row_class)} as the list does.", 
            )  # fmt: skip
        element = "item(row)" if struct is not None else f"row.{field_name(items.name)}"
        given = {items.name: f"[{element} for row in page.items]", NEXT_CURSOR.name: "page.next_cursor"}
        self.mapping.need(relative(self.mapping.annotator.module, "domain._gen.page"), "Page")
        row_type = self.mapping.annotator.use(fields_ref)
        if own:
            self.mapping.need(
                relative(self.mapping.annotator.module, fields_ref.module), f"{self._type_variable()}"
            )
            row_type = self._type_variable()
        self.mapping.build(
            "output", (f"page: Page[{row_type}]",), output.ref, output.fields, scope, (),
            f"Answer {with_article(self.operation.name)} request.", given=given,
        )  # fmt: skip
        return statement("return ", Expression("mapping.output", ("page",)))

    def _map_count(self) -> str:
        assert self.row is not None
        output = self.annotator.use(ClassRef(MESSAGES, output_name(self.operation)))
        field = field_name(self.operation.output.fields[0].name)
        count = f"await self._ports.{self.row.repository}.count()"
        return statement("return ", Expression(output, (f"{field}={count}",)))

    # what is in reach

    def _request_source(self) -> Source:
        fields = input_fields(self.operation)
        return Source("request", fields, self.contracts.scope)

    def _row_sources(self) -> tuple[Source, ...]:
        if self.row is None or self.subject is None or self.shape in ("list", "count", "delete"):
            return ()
        return (Source(self._stored(), self.subject.fields, self.contracts.scope),)

    def _stored(self) -> str:
        assert self.row is not None
        return self.row.variable

    def _request_parameters(self) -> tuple[str, ...]:
        parameters = [self.mapping.parameter("request", self.request)]
        if self._row_sources() and self.row:
            fields_class = ClassRef(f"domain._gen.{self.row.module}", self.row.fields_class)
            parameters.append(self.mapping.parameter(self._stored(), fields_class))
        return tuple(parameters)

    def _request_arguments(self) -> Iterator[str]:
        yield "request"
        if self._row_sources() and self.row:
            yield "changed" if self.shape in ("change", "update") else self.row.variable

    def _type_variable(self) -> str:
        assert self.row is not None
        return f"{self.row.fields_class.removesuffix('Fields')}T"

    def _purpose(self) -> str:
        return spoken(self.operation.name)


def row_class(row: RowNames, is_aggregate: bool) -> ClassRef:
    """The class that a use case stores: an aggregate's own, a read model's fields."""
    module = f"domain.{row.module}" if is_aggregate else f"domain._gen.{row.module}"
    return ClassRef(module, row.row_class)


def find_statement(row: RowNames, key: Key, value: str, *, must: bool, indent: int = 8) -> str:
    """Load a row by its key; `must` raises `NotFound`."""
    repository = f"self._ports.{row.repository}"
    prefix = f"{row.variable} = await "
    if key.is_identity:
        method = "get" if must else "find"
        return statement(prefix, Expression(f"{repository}.{method}", (row.row_class, value)), indent=indent)
    method = "get_by" if must else "find_by"
    arguments = (row.row_class, f"{field_name(key.column)}={value}")
    return statement(prefix, Expression(f"{repository}.{method}", arguments), indent=indent)


def answer_names(contracts: ServiceContracts, calls: Sequence[Call]) -> Iterator[tuple[Call, str]]:
    """The variable that holds the answer of each call: `accounts_answer`, `accounts_answer_2`."""
    seen: dict[str, int] = {}
    for call in calls:
        client = contracts.ports.clients[call.target]
        seen[client] = seen.get(client, 0) + 1
        yield call, f"{client}_answer" + (f"_{seen[client]}" if seen[client] > 1 else "")


def event_has(fields: Sequence[Field], name: str) -> bool:
    return any(field.name == name for field in fields)


@dataclass(frozen=True, slots=True)
class Reach:
    """What the arguments of a call or an event can be taken from."""

    sources: tuple[Source, ...]
    parameters: tuple[str, ...]
    """Typed parameters of the mapping functions."""
    arguments: tuple[str, ...]
    """The same as the use case passes them."""
    identity: tuple[str, str] | None
    """`<aggregate>_id` of the caller and the expression that holds it."""


def call_statements(
    contracts: ServiceContracts, mapping: MappingModule, calls: Sequence[Call], reach: Reach, imports: Imports
) -> Iterator[str]:
    """One statement per call, or one `gather` per group of calls that run in parallel, in the order of the spec."""
    names = {call.path: name for call, name in answer_names(contracts, calls)}
    for group in _groups(calls):
        expressions = tuple(_call_expression(contracts, mapping, call, reach) for call in group)
        bound = [names[call.path] if call.operation else "_" for call in group]
        if len(group) == 1:
            prefix = f"{bound[0]} = " if group[0].operation else ""
            yield statement(f"{prefix}await ", expressions[0])
            continue
        imports.add("asyncio")
        yield statement(f"{', '.join(bound)} = await ", Expression("asyncio.gather", expressions))


def _groups(calls: Sequence[Call]) -> list[list[Call]]:
    groups: list[list[Call]] = []
    for call in calls:
        if groups and call.group is not None and groups[-1][0].group == call.group:
            groups[-1].append(call)
        else:
            groups.append([call])
    return groups


def _call_expression(
    contracts: ServiceContracts, mapping: MappingModule, call: Call, reach: Reach
) -> Expression:
    client = contracts.ports.clients[call.target]
    method = contracts.ports.methods[call.path]
    function = f"{client}_{method.name}"
    if method.operation is None:
        _map_external(mapping, function, call, reach)
    else:
        _map_arguments(contracts, mapping, function, call, method.operation, reach)
    return Expression(
        f"self._ports.{client}.{method.name}", (Expression(f"mapping.{function}", reach.arguments),)
    )


def _map_arguments(
    contracts: ServiceContracts,
    mapping: MappingModule,
    function: str,
    call: Call,
    callee: Operation,
    reach: Reach,
) -> None:
    service = contracts.topology.service(call.target)
    struct = Struct(
        ClassRef(contracts.consumed_module(call.target), input_name(callee)), input_fields(callee)
    )
    renamed = dict(call.with_)
    identity = f"{snake_case(service.aggregates[0].name)}_id" if service.aggregates else None
    own_key = identity if identity and event_has(struct.fields, identity) else None
    if identity and event_has(struct.fields, "id") and any(source.get(identity) for source in reach.sources):
        renamed.setdefault("id", identity)
    if callee.idempotency_key and callee.idempotency_key[:1].islower():
        own_key = callee.idempotency_key
    given = {}
    if reach.identity and event_has(struct.fields, reach.identity[0]) and reach.identity[0] not in renamed:
        given = {reach.identity[0]: reach.identity[1]}
    mapping.build(
        function, reach.parameters, struct.ref, struct.fields, contracts.consumed_scope(call.target), reach.sources,
        f"Build the request to `{call.target}`.", given=given, renamed=renamed, own_key=own_key,
    )  # fmt: skip


def _map_external(mapping: MappingModule, function: str, call: Call, reach: Reach) -> None:
    mapping.need(relative(mapping.annotator.module, "domain._gen.scalars"), "Json")
    mapping.raw(
        FunctionView(
            function, reach.parameters, "Json",
            f"Build the request to `{call.target}`: all that the caller was asked for.",
            (), f'return {reach.arguments[0]}.model_dump(mode="json")',
        )
    )  # fmt: skip
