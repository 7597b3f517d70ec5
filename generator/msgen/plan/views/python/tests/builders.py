"""`tests/builders.py`: a function for a valid value of every input, row, event and answer of a dependency."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from msgen.contracts.messages import input_fields, output_fields
from msgen.design.naming import snake_case
from msgen.design.python_names import field_name
from msgen.design.types import Field
from msgen.plan.views.python.annotations import CONSUMED
from msgen.plan.views.python.contracts import ServiceContracts
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.layout import argument_line, statement
from msgen.plan.views.python.messages import input_name, output_name
from msgen.plan.views.python.models import called_operations, used_events
from msgen.plan.views.python.port_names import RowNames, stored_objects
from msgen.plan.views.python.scopes import ClassRef, Scope, StructType
from msgen.plan.views.python.tests.outside import OutsideAnnotator, outside, with_article
from msgen.plan.views.python.tests.values import UNIQUE_TEXT, Values
from msgen.topology.model import Aggregate, Event, Operation

BUILDERS = "tests.builders"
_CHANGES = "**changes: Any"


class BuilderView(Struct, frozen=True):
    """One function of `tests/builders.py`."""

    signature: str
    body: str
    """Its one statement, with the indentation of what follows the first line."""


class BuildersView(Struct, frozen=True):
    imports: str
    functions: tuple[BuilderView, ...]
    has_unique_texts: bool


class RowBuilder(Struct, frozen=True):
    """How a test makes a row: an aggregate's builder is told the class that belongs to people."""

    function: str
    row_class: ClassRef
    is_aggregate: bool


class Builders:
    """Names the builders and writes those that are asked for, with all that they build on."""

    def __init__(self, contracts: ServiceContracts) -> None:
        self.contracts = contracts
        self._annotator: OutsideAnnotator = outside(contracts, BUILDERS)
        self._values = Values(self._annotator, self._of_struct)
        self._names: dict[ClassRef, str] = {}
        self._functions: dict[str, BuilderView] = {}

    def input(self, operation: Operation) -> str:
        return self._names[ClassRef("app.messages", input_name(operation))]

    def answer(self, dependency: str, operation: Operation) -> str:
        return self._names[self._answer_ref(dependency, operation)]

    def event(self, event: Event) -> str:
        return self._names[self.contracts.event_struct(event).ref]

    def row(self, names: RowNames, *, is_aggregate: bool) -> RowBuilder:
        fields_ref = ClassRef(f"domain._gen.{names.module}", names.fields_class)
        row_class = ClassRef(f"domain.{names.module}", names.row_class) if is_aggregate else fields_ref
        return RowBuilder(self._names[fields_ref], row_class, is_aggregate)

    def write_all(self) -> BuildersView:
        """Inputs and rows first, then events and answers; value objects come last."""
        contracts = self.contracts
        for operation in contracts.service.operations:
            ref = ClassRef("app.messages", input_name(operation))
            self._write(ref, input_fields(operation), contracts.scope, operation.subject or "")
        for item in stored_objects(contracts.service):
            self._write_row(item.fields, contracts.ports.rows[item.name], is_aggregate=isinstance(item, Aggregate))
        for event in used_events(contracts):
            self._write(contracts.event_struct(event).ref, event.fields, contracts.event_scope(event))
        for dependency in contracts.ports.clients:
            for operation in called_operations(contracts, dependency):
                scope = contracts.consumed_scope(dependency)
                self._write(self._answer_ref(dependency, operation), output_fields(operation), scope)
        if self._functions:
            self._annotator.imports.add("typing", "Any")
        functions = tuple(self._functions.values())
        has_unique_texts = any(f"{UNIQUE_TEXT}(" in function.body for function in functions)
        if has_unique_texts:
            self._annotator.imports.add("uuid", "uuid4")
        return BuildersView(self._annotator.imports.block(), functions, has_unique_texts)

    def _answer_ref(self, dependency: str, operation: Operation) -> ClassRef:
        return ClassRef(self.contracts.consumed_module(dependency), output_name(operation))

    def _of_struct(self, struct: StructType, scope: Scope) -> str:
        owner = next((name for name, other in scope.structs.items() if other == struct), "")
        self._write(struct.ref, struct.fields, scope, owner)
        return self._names[struct.ref]

    def _write(self, ref: ClassRef, fields: Iterable[Field], scope: Scope, owner: str = "") -> None:
        if ref in self._names:
            return
        name = self._names[ref] = self._free(builder_name(ref))
        self._reserve(name)
        cls = self._annotator.use(ref)
        signature = statement("def ", Call(name, (_CHANGES,)), f" -> {cls}:", indent=0)
        self._functions[name] = BuilderView(signature, self._body(cls, fields, scope, owner))

    def _write_row(self, fields: Iterable[Field], names: RowNames, *, is_aggregate: bool) -> None:
        ref = ClassRef(f"domain._gen.{names.module}", names.fields_class)
        if not is_aggregate:
            self._write(ref, fields, self.contracts.scope, names.name)
            return
        name = self._names[ref] = self._free(with_article(snake_case(names.name)))
        self._reserve(name)
        variable = f"{names.fields_class.removesuffix('Fields')}T"
        self._annotator.take(ref.module, variable)
        signature = statement("def ", Call(name, (f"kind: type[{variable}]", _CHANGES)), f" -> {variable}:", indent=0)
        self._functions[name] = BuilderView(signature, self._body("kind", fields, self.contracts.scope, names.name))

    def _reserve(self, name: str) -> None:
        """Keep the place: what a builder builds on stands below it."""
        self._functions[name] = BuilderView("", "")

    def _free(self, name: str) -> str:
        while name in self._functions:
            name += "_again"
        return name

    def _body(self, cls: str, fields: Iterable[Field], scope: Scope, owner: str) -> str:
        """Fields that may be left out are left out."""
        entries = [
            argument_line(f'"{field_name(field.name)}": {self._values.of(field, scope, owner)}', 12)
            for field in fields
            if field.default is None and not scope.resolved(field.type).optional
        ]
        if not entries:
            return statement("return ", Call(f"{cls}.model_validate", ("changes",)), indent=4)
        lines = "".join(f"            {entry}\n" for entry in (*entries, "**changes,"))
        return f"return {cls}.model_validate(\n        {{\n{lines}        }}\n    )"


def builder_name(ref: ClassRef) -> str:
    """`a_place_order_input`; what others define says whose it is: `a_customer_ref_of_accounts`."""
    name = with_article(snake_case(ref.name))
    if ref.module.startswith(CONSUMED):
        return f"{name}_of_{ref.module.removeprefix(CONSUMED).removesuffix('_events')}"
    if ref.module == "app.messages" and not ref.name.endswith("Input"):
        return f"{name}_message"
    return name
