"""A module of pydantic models while it is being written: what it defines and what it imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from msgen.design.python_names import class_name
from msgen.design.types import Field, ListType, MapType, Type
from msgen.plan.views.python.annotations import Annotator, relative
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.layout import statement
from msgen.plan.views.python.messages import (
    AliasView,
    ClassView,
    EnumView,
    class_view,
    docstring,
    enum_view,
)
from msgen.plan.views.python.scopes import Scope, names_in


class ModuleView(Struct, frozen=True):
    """A module of models: enumerations, classes, then second names."""

    name: str
    doc: str
    imports: str
    enums: tuple[EnumView, ...]
    classes: tuple[ClassView, ...]
    aliases: tuple[AliasView, ...] = ()
    type_variable: str = ""
    """`OrderT`, bound to the fields of an aggregate; empty in other modules."""
    object_path: str = ""
    """The object of the design that the module is about; empty where it is about many."""

    @property
    def has_old_names(self) -> bool:
        return any(item.old_names for item in self.classes)

    @property
    def bound(self) -> str:
        """The statement that binds the type variable to the class."""
        arguments = (f'"{self.type_variable}"', f"bound={self.classes[-1].name}")
        return statement(f"{self.type_variable} = ", Call("TypeVar", arguments), indent=0)


class ModelModule:
    def __init__(self, module: str, scope: Scope, *, takes_types: bool) -> None:
        self.module, self.scope = module, scope
        self.imports = Imports()
        self.annotator = Annotator(module, self.imports)
        self.takes_types = takes_types
        """The named types and enumerations that the models use are defined in this module itself."""

    def view(
        self, doc: str, fields: Sequence[Field], classes: Iterable[ClassView], aliases: Iterable[AliasView] = (),
        type_variable: str = "", object_path: str = "",
    ) -> ModuleView:  # fmt: skip
        enums = tuple(self._enums(fields)) if self.takes_types else ()
        types = tuple(self._types(fields)) if self.takes_types else ()
        classes = (*types, *classes)
        if enums:
            self.imports.add("enum", "StrEnum")
        name = self.module.rsplit(".", 1)[-1]
        imports = self.imports.block()
        return ModuleView(name, doc, imports, enums, classes, tuple(aliases), type_variable, object_path)

    def base(self, name: str) -> str:
        self.imports.add(relative(self.module, "domain._gen.model"), name)
        return name

    def _enums(self, fields: Sequence[Field]) -> Iterator[EnumView]:
        found: dict[str, EnumView] = {}
        for name in names_in(fields, self.scope):
            if name in self.scope.named_enums:
                doc = docstring(self.scope.enum_descriptions.get(name, ""))
                found[class_name(name)] = enum_view(name, self.scope.named_enums[name], doc)
        for field in all_fields(fields, self.scope):
            enum = self.scope.enum(innermost(self.scope, field.type), field.name)
            if enum is not None:
                found.setdefault(enum[0].name, enum_view(enum[0].name, enum[1], ""))
        yield from (found[name] for name in sorted(found))

    def _types(self, fields: Sequence[Field]) -> Iterator[ClassView]:
        for name in names_in(fields, self.scope):
            struct = self.scope.structs.get(name)
            if struct is not None and struct.ref.module == self.module:
                yield class_view(
                    struct.ref.name, self.base("ValueObject"), docstring(struct.description), struct.fields,
                    self.scope, self.annotator,
                )  # fmt: skip


def all_fields(fields: Sequence[Field], scope: Scope) -> Iterator[Field]:
    """The fields and those of every named type that they reach."""
    yield from fields
    for name in names_in(fields, scope):
        if name in scope.structs:
            yield from scope.structs[name].fields


def innermost(scope: Scope, written: Type) -> Type:
    """The type inside lists, maps and aliases."""
    resolved = scope.resolved(written)
    match resolved:
        case ListType(item=inner) | MapType(value=inner):
            return innermost(scope, inner)
    return resolved
