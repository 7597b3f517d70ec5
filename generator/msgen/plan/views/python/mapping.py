"""Mapping functions: message to aggregate, aggregate to event, arguments of calls, outputs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from msgen.design.naming import snake_case
from msgen.design.python_names import field_name
from msgen.design.types import Field
from msgen.plan.views.python.annotations import Annotator, relative
from msgen.plan.views.python.arguments import Filled, fill, is_moment
from msgen.plan.views.python.conversion import Converter, HelperFunction
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import argument_line, statement
from msgen.plan.views.python.messages import with_article
from msgen.plan.views.python.port_names import VARIABLES_IN_USE, RowNames
from msgen.plan.views.python.scopes import ClassRef, Scope
from msgen.plan.views.python.sources import Source, found_in, names_of

MOMENT = "now"


class FunctionView(Struct, frozen=True):
    name: str
    parameters: tuple[str, ...]
    returns: str
    doc: str
    notes: tuple[str, ...]
    """Further lines of the docstring."""
    body: str

    @property
    def signature(self) -> str:
        return statement("def ", Call(self.name, self.parameters), f" -> {self.returns}:", indent=0)

    @property
    def docstring(self) -> str:
        """One line, or a paragraph of notes below it."""
        if not self.notes:
            return f'"""{self.doc}"""'
        notes = "\n    ".join(self.notes)
        return f'"""{self.doc}\n\n    {notes}\n    """'


class MappingView(Struct, frozen=True):
    """One module of `app/mapping`."""

    module: str
    doc: str
    imports: str
    helpers: tuple[FunctionView, ...]
    functions: tuple[FunctionView, ...]
    object_path: str
    """The operation or subscription that it maps for."""


class MappingModule:
    """Builds the functions of one mapping module and collects what they import."""

    def __init__(self, module: str, scope: Scope, object_path: str) -> None:
        self.module = module
        self.object_path = object_path
        self.scope = scope
        self._imports = Imports()
        self.annotator = Annotator(f"app.mapping.{module}", self._imports)
        self.converter = Converter(self.annotator)
        self._functions: list[FunctionView] = []

    def new_row(
        self, names: RowNames, fields: Sequence[Field], parameter: tuple[str, ClassRef], sources: Sequence[Source],
        *, given: Mapping[str, str], renamed: Mapping[str, Sequence[str]], own_class: bool,
    ) -> None:  # fmt: skip
        """`<row>(kind, request, now)`: the aggregate or read model as it is first stored."""
        filled = fill(
            fields, self.scope, sources, self.converter,
            given=given, renamed=renamed, moment=MOMENT, own_keys=("id",),
        )  # fmt: skip
        returns, kind = self._kind(names, own_class)
        self._imports.add("datetime", "datetime")
        self._add(
            names.variable,
            (kind, f"{parameter[0]}: {self.annotator.use(parameter[1])}", "now: datetime"),
            returns,
            f"Make {with_article(names.name)} that is not stored yet.",
            filled,
            "kind",
        )

    def changed_row(
        self, names: RowNames, fields: Sequence[Field], parameter: tuple[str, ClassRef], sources: Sequence[Source],
        *, keys: frozenset[str], renamed: Mapping[str, Sequence[str]], own_class: bool,
    ) -> None:  # fmt: skip
        """`changed(row, request, now)`: a copy with what the request or event brings, and `updated_at`."""
        changes = []
        for target in fields:
            if target.name == "id" or target.name in keys:
                continue
            known_as = renamed.get(target.name, names_of(target))
            found = found_in(sources, known_as, target, self.scope, self.converter)
            value = found[0].value if found else None
            if target.name == "updated_at" and is_moment(self.scope.resolved(target.type)):
                value = MOMENT
            if value is not None:
                changes.append(f'"{field_name(target.name)}": {value}')
        returns, _ = self._kind(names, own_class)
        body = f"return {names.variable}"
        if changes:
            entries = "".join(f"            {argument_line(change, 12)}\n" for change in changes)
            body = f"return {names.variable}.model_copy(\n        update={{\n{entries}        }},\n    )"
        self._imports.add("datetime", "datetime")
        self._functions.append(
            FunctionView(
                "changed",
                (
                    f"{names.variable}: {returns}",
                    f"{parameter[0]}: {self.annotator.use(parameter[1])}",
                    "now: datetime",
                ),
                returns,
                f"Copy {with_article(names.name)} with what the {parameter[0]} brings.",
                (),
                body,
            )
        )

    def build(
        self, name: str, parameters: tuple[str, ...], target: ClassRef, fields: Sequence[Field], scope: Scope,
        sources: Sequence[Source], doc: str, *, given: Mapping[str, str] | None = None,
        renamed: Mapping[str, Sequence[str]] | None = None, moment: str | None = None, own_keys: Collection[str] = (),
        suffix: str = "",
    ) -> None:  # fmt: skip
        """A function that makes one message, event or argument."""
        filled = fill(
            fields,
            scope,
            sources,
            self.converter,
            given=given,
            renamed=renamed,
            moment=moment,
            own_keys=own_keys,
        )
        cls = self.annotator.use(target)
        self._add(name, parameters, cls, doc, filled, cls, suffix)

    def event_function(self, event: str) -> str:
        """The name of the function that builds an event: `order_placed`."""
        name = field_name(snake_case(event))
        while name in VARIABLES_IN_USE or any(function.name == name for function in self._functions):
            name = f"{name}_event"
        return name

    def raw(self, function: FunctionView) -> None:
        self._functions.append(function)

    def parameter(self, name: str, ref: ClassRef) -> str:
        return f"{name}: {self.annotator.use(ref)}"

    def need(self, module: str, *names: str) -> None:
        self._imports.add(module, *names)

    def view(self, doc: str) -> MappingView:
        helpers = tuple(_helper(helper) for helper in self.converter.helpers.values())
        functions = tuple(self._functions)
        return MappingView(self.module, doc, self._imports.block(), helpers, functions, self.object_path)

    def _kind(self, names: RowNames, own_class: bool) -> tuple[str, str]:
        module = f"domain._gen.{names.module}"
        if not own_class:
            cls = self.annotator.use(ClassRef(module, names.fields_class))
            return cls, f"kind: type[{cls}]"
        variable = f"{names.fields_class.removesuffix('Fields')}T"
        self._imports.add(relative(self.annotator.module, module), variable)
        return variable, f"kind: type[{variable}]"

    def _add(
        self, name: str, parameters: tuple[str, ...], returns: str, doc: str, filled: Filled, constructor: str,
        suffix: str = "",
    ) -> None:  # fmt: skip
        arguments = tuple(f"{key}={value}" for key, value in filled.arguments)
        notes: tuple[str, ...] = ()
        if filled.without_source:
            fields = ", ".join(f"`{field}`" for field in filled.without_source)
            notes = (f"Nothing in reach gives {fields}: the smallest valid value stands there.",)
        body = statement("return ", Call(constructor, arguments), suffix, indent=4)
        self._functions.append(FunctionView(name, parameters, returns, doc, notes, body))


def _helper(helper: HelperFunction) -> FunctionView:
    parameters = (helper.parameter,) if helper.parameter else ()
    body = statement("return ", Call(helper.returns, helper.arguments), indent=4)
    return FunctionView(helper.name, parameters, helper.returns, "", (), body)
