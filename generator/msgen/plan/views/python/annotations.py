"""Python annotations for the types of the spec, and the literals and imports that go with them."""

from __future__ import annotations

from msgspec import Struct

from msgen.contracts.annotations import annotation
from msgen.contracts.catalogue import Catalogue
from msgen.design.types import ListType, MapType, Scalar, Type
from msgen.plan.views.python.imports import Imports
from msgen.plan.views.python.scopes import ClassRef, Scope

CONSUMED = "app.consumed."
_SCALARS_ONLY = Catalogue({}, {})


class Annotator(Struct, frozen=True):
    """Writes annotations for one module and notes the imports that they need."""

    module: str
    """The module being written, below the package: `domain._gen.types`."""
    imports: Imports

    def path(self, target: str) -> str:
        """How this module imports another one of the package."""
        return relative(self.module, target)

    def take(self, module: str, *names: str) -> None:
        """Import names of a module of the package."""
        self.imports.add(self.path(module), *names)

    def of(self, written: Type, scope: Scope, field: str) -> str:
        """The annotation of a type; `field` is the name of the field that holds it."""
        resolved = scope.resolved(written)
        inner = self._inner(resolved, scope, field)
        return f"{inner} | None" if resolved.optional else inner

    def use(self, ref: ClassRef) -> str:
        """The name of a class, imported where it is not defined in this module.

        Contracts of others may use the names of our own: their classes are reached through their module.
        """
        if ref.module == self.module:
            return ref.name
        if ref.module.startswith(CONSUMED):
            module = ref.module.removeprefix(CONSUMED)
            known_as = module if module.endswith("_events") else f"{module}_contract"
            self.take(
                CONSUMED.removesuffix("."),
                module if module == known_as else f"{module} as {known_as}",
            )
            return f"{known_as}.{ref.name}"
        self.take(ref.module, ref.name)
        return ref.name

    def _inner(self, resolved: Type, scope: Scope, field: str) -> str:
        match resolved:
            case Scalar():
                return self._scalar(resolved, field)
            case ListType(item=item):
                return f"list[{self.of(item, scope, field)}]"
            case MapType(value=value):
                self.take("domain._gen.scalars", "TextMap")
                return f"TextMap[{self.of(value, scope, field)}]"
        enum = scope.enum(resolved, field)
        if enum is not None:
            return self.use(enum[0])
        struct = scope.struct(resolved)
        assert struct is not None, f"the type of `{field}` was checked when the spec was read"
        return self.use(struct.ref)

    def _scalar(self, scalar: Scalar, field: str) -> str:
        written = annotation(Scalar(scalar.kind, scalar.bounds), field, _SCALARS_ONLY)
        for name in sorted(written.names):
            match name:
                case "re":
                    self.imports.add("re")
                case "Annotated" | "Decimal" | "Field":
                    self.imports.add({"Annotated": "typing", "Decimal": "decimal", "Field": "pydantic"}[name], name)
                case _:
                    self.take("domain._gen.scalars", name)
        return written.text


def text_literal(text: str) -> str:
    """A string literal as ruff formats it: double quotes unless that needs more escapes."""
    inside = repr(f'"{text}')[2:-1]
    if text.count('"') > text.count("'"):
        return f"'{inside}'"
    escaped = inside.replace("\\'", "'").replace('"', '\\"')
    return f'"{escaped}"'


def relative(module: str, target: str) -> str:
    """The relative import path from one module of the package to another.

    >>> relative("domain._gen.types", "domain._gen.scalars"), relative("app.mapping.pay", "app.messages")
    ('.scalars', '..messages')
    """
    here, there = module.split(".")[:-1], target.split(".")
    shared = 0
    while shared < len(here) and shared < len(there) - 1 and here[shared] == there[shared]:
        shared += 1
    return "." * (len(here) - shared + 1) + ".".join(there[shared:])
