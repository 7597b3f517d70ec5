"""Modules of pydantic models: the domain's types, aggregates and events, messages, and consumed contracts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgen.contracts.messages import input_fields, output_fields
from msgen.design.naming import pascal_case
from msgen.design.python_names import class_name, field_name
from msgen.design.types import Field, NamedType
from msgen.plan.views.python.annotations import relative
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.layout import annotated
from msgen.plan.views.python.messages import (
    AliasView,
    ClassView,
    class_view,
    input_name,
    named_class,
    output_name,
    sentence,
    spoken,
    with_article,
)
from msgen.plan.views.python.model_modules import ModelModule, ModuleView
from msgen.plan.views.python.port_names import stored_objects
from msgen.plan.views.python.scopes import Scope, names_in
from msgen.topology.model import Aggregate, Event, Operation, Service


def types_module(contracts: ServiceContracts) -> ModuleView | None:
    """`domain/_gen/types.py`: the value objects and enumerations that the service uses; `None` without any."""
    module = ModelModule("domain._gen.types", contracts.scope, takes_types=True)
    fields = tuple(own_fields(contracts))
    view = module.view(f"Value objects and enumerations of the {contracts.service.context} context.", fields, ())
    return view if view.enums or view.classes else None


def own_fields(contracts: ServiceContracts) -> Iterator[Field]:
    """Every field of the service's own contract: of its rows, its context's events and its messages."""
    service = contracts.service
    for item in stored_objects(service):
        yield from item.fields
    for event in own_events(contracts):
        yield from event.fields
    for operation in service.operations:
        yield from (*operation.input.fields, *operation.output.fields)
        for name in (operation.input.named, operation.output.named):
            if name is not None:
                yield Field(name, NamedType(name))


def own_events(contracts: ServiceContracts) -> tuple[Event, ...]:
    """The events of the own context that the service publishes or handles, by name."""
    events = {event.name: event for event in used_events(contracts) if event.context == contracts.service.context}
    return tuple(events[name] for name in sorted(events))


def used_events(contracts: ServiceContracts) -> Iterator[Event]:
    service = contracts.service
    for reference in (*service.publishes, *(subscription.event for subscription in service.subscriptions)):
        yield contracts.topology.event(reference)


def row_module(contracts: ServiceContracts, name: str) -> ModuleView:
    """`domain/_gen/<aggregate>.py`: the fields of one aggregate or read model."""
    item = next(item for item in stored_objects(contracts.service) if item.name == name)
    names = contracts.ports.rows[name]
    module = ModelModule(f"domain._gen.{names.module}", contracts.scope, takes_types=False)
    module.imports.add(".aggregate", "Aggregate")
    own = isinstance(item, Aggregate)
    if own:
        module.imports.add("typing", "TypeVar")
    spoken_name = spoken(pascal_case(name))
    doc = f"The fields of {with_article(pascal_case(name))}." if own else f"The {spoken_name}: what queries read."
    view = class_view(names.fields_class, "Aggregate", doc, item.fields, contracts.scope, module.annotator)
    variable = f"{names.fields_class.removesuffix('Fields')}T" if own else ""
    path = f"aggregates.{name}" if own else f"read_models.{name}"
    return module.view(f"What the service keeps of {with_article(pascal_case(name))}.", (), (view,), (), variable, path)


def events_module(contracts: ServiceContracts) -> ModuleView | None:
    """`domain/_gen/events.py`: the events of the own context that the service publishes or handles."""
    events = own_events(contracts)
    if not events:
        return None
    module = ModelModule("domain._gen.events", contracts.scope, takes_types=False)
    return module.view(
        f"Events of the {contracts.service.context} context.", (), event_classes(contracts, events, module)
    )


def event_classes(contracts: ServiceContracts, events: Iterable[Event], module: ModelModule) -> Iterator[ClassView]:
    for event in events:
        module.imports.add("typing", "ClassVar")
        module.imports.add(relative(module.module, "domain._gen.event"), "Event")
        scope = contracts.event_scope(event)
        view = class_view(
            class_name(event.name),
            "Event",
            f"{sentence(spoken(event.name))}",
            event.fields,
            scope,
            module.annotator,
        )
        key = f'"{field_name(event.key)}"' if event.key else "None"
        told = f' = "{subject(contracts.topology.name, event)}"'
        constants = (
            annotated("subject: ", "ClassVar[str]", told, indent=4),
            annotated("key_field: ", "ClassVar[str | None]", f" = {key}", indent=4),
        )
        yield ClassView(view.name, view.base, view.doc, constants + view.lines, view.old_names)


def subject(system: str, event: Event) -> str:
    """`<system>.<context>.<Event>.v<N>`."""
    return f"{system}.{event.context}.{event.name}.v{event.version}"


def foreign_event_modules(contracts: ServiceContracts) -> Iterator[ModuleView]:
    """`app/consumed/<context>_events.py`: the events of other contexts that the service handles."""
    by_context: dict[str, dict[str, Event]] = {}
    for event in used_events(contracts):
        if event.context != contracts.service.context:
            by_context.setdefault(event.context, {})[event.name] = event
    for context, events in sorted(by_context.items()):
        ordered = [events[name] for name in sorted(events)]
        scope = contracts.event_scope(ordered[0])
        module = ModelModule(contracts.event_module(ordered[0]), scope, takes_types=True)
        fields = tuple(field for event in ordered for field in event.fields)
        classes = tuple(event_classes(contracts, ordered, module))
        doc = f"Events of the {context} context that this service handles."
        yield module.view(doc, fields, classes, object_path=f"contexts.{context}")


def messages_module(contracts: ServiceContracts) -> ModuleView:
    """`app/messages.py`: input and output of each operation, and aggregates as callers see them."""
    module = ModelModule("app.messages", contracts.scope, takes_types=False)
    shown = aggregates_shown(contracts.service, contracts.scope)
    classes = [
        class_view(
            class_name(name), module.base("Output"), "",
            contracts.scope.structs[name].fields, contracts.scope, module.annotator,
        )
        for name in shown
    ]  # fmt: skip
    aliases: list[AliasView] = []
    for operation in contracts.service.operations:
        _add_messages(operation, contracts.scope, module, classes, aliases)
    return module.view("What each operation takes and gives.", (), classes, aliases)


def consumed_module(contracts: ServiceContracts, dependency: str) -> ModuleView:
    """`app/consumed/<dependency>.py`: the messages of the operations that the service calls, with their types."""
    scope = contracts.consumed_scope(dependency)
    module = ModelModule(contracts.consumed_module(dependency), scope, takes_types=True)
    classes: list[ClassView] = []
    aliases: list[AliasView] = []
    fields: list[Field] = []
    for operation in called_operations(contracts, dependency):
        fields += [*operation.input.fields, *operation.output.fields]
        if operation.output.named:
            fields.append(Field(operation.output.named, NamedType(operation.output.named)))
        _add_messages(operation, scope, module, classes, aliases)
    doc = f"Messages of the {dependency} service, as this service uses them."
    return module.view(doc, fields, classes, aliases, object_path=f"dependencies.{dependency}")


def called_operations(contracts: ServiceContracts, dependency: str) -> tuple[Operation, ...]:
    """The operations of a dependency that the service calls, by name."""
    names = {call.operation for call in contracts.service.calls() if call.target == dependency and call.operation}
    return tuple(contracts.topology.operation(dependency, name) for name in sorted(names))


def aggregates_shown(service: Service, scope: Scope) -> tuple[str, ...]:
    """The aggregates and read models that some message of the service holds, by name."""
    fields: list[Field] = []
    for operation in service.operations:
        fields += [*operation.input.fields, *operation.output.fields]
        fields += [
            Field(name, NamedType(name)) for name in (operation.input.named, operation.output.named) if name is not None
        ]
    used = set(names_in(fields, scope))
    rows = (*(item.name for item in service.aggregates), *(pascal_case(item.name) for item in service.read_models))
    return tuple(sorted(name for name in rows if name in used))


def _add_messages(
    operation: Operation, scope: Scope, module: ModelModule, classes: list[ClassView], aliases: list[AliasView]
) -> None:
    classes.append(
        class_view(
            input_name(operation), module.base("Input"), "",
            input_fields(operation), scope, module.annotator,
        )
    )  # fmt: skip
    named = named_class(operation, scope)
    if named is not None:
        aliases.append(AliasView(output_name(operation), module.annotator.use(named)))
        return
    classes.append(
        class_view(
            output_name(operation), module.base("Output"), "",
            output_fields(operation), scope, module.annotator,
        )
    )  # fmt: skip
