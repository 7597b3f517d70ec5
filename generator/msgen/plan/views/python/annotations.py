"""Python annotations and pydantic field declarations for the types of the spec."""

from __future__ import annotations

from dataclasses import dataclass

from msgen.contracts.annotations import annotation
from msgen.contracts.catalogue import Catalogue
from msgen.design.python_names import enum_member, field_name
from msgen.design.types import Field, ListType, MapType, Scalar, Type
from msgen.plan.views.python.imports import LINE_LENGTH, Imports
from msgen.plan.views.python.scopes import ClassRef, Scope

CONSUMED = "app.consumed."
_SCALARS_ONLY = Catalogue({}, {})


@dataclass(frozen=True)
class Annotator:
    """Writes annotations for one module and notes the imports that they need."""

    module: str
    """The module being written, below the package: `domain._gen.types`."""
    imports: Imports

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
            self.imports.add(
                relative(self.module, CONSUMED.removesuffix(".")),
                module if module == known_as else f"{module} as {known_as}",
            )
            return f"{known_as}.{ref.name}"
        self.imports.add(relative(self.module, ref.module), ref.name)
        return ref.name

    def _inner(self, resolved: Type, scope: Scope, field: str) -> str:
        match resolved:
            case Scalar():
                return self._scalar(resolved, field)
            case ListType(item=item):
                return f"list[{self.of(item, scope, field)}]"
            case MapType(value=value):
                self.imports.add(relative(self.module, "domain._gen.scalars"), "TextMap")
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
                    self.imports.add(relative(self.module, "domain._gen.scalars"), name)
        return written.text


def declaration(field: Field, scope: Scope, annotator: Annotator, *, indent: int = 4) -> str:
    """One line of a model, or several where it is too long: name, annotation, default and alias."""
    name = field_name(field.name)
    annotation = annotator.of(field.type, scope, field.name)
    default = default_literal(field, scope, annotator)
    if default is None and scope.resolved(field.type).optional:
        default = "None"
    settings = []
    if name != field.name:
        settings += [f'validation_alias="{field.name}"', f'serialization_alias="{field.name}"']
    if field.description:
        settings.append(f"description={text_literal(field.description)}")
    if settings:
        annotator.imports.add("pydantic", "Field")
        settings = ([f"default={default}"] if default is not None else []) + settings
        return _laid_out(f"{name}: {annotation}", "Field", settings, indent)
    line = f"{name}: {annotation}" + (f" = {default}" if default is not None else "")
    if len(line) + indent <= LINE_LENGTH or "Annotated[" not in annotation:
        return line
    return _exploded_annotation(line, indent)


def default_literal(field: Field, scope: Scope, annotator: Annotator) -> str | None:
    """The default of a field as Python; `None` where it has none."""
    if field.default is None:
        return None
    resolved = scope.resolved(field.type)
    enum = scope.enum(resolved, field.name)
    if enum is not None:
        return f"{annotator.use(enum[0])}.{enum_member(field.default)}"
    if not isinstance(resolved, Scalar):
        return None
    return _scalar_default(resolved, field.default, annotator)


def _scalar_default(scalar: Scalar, written: str, annotator: Annotator) -> str | None:
    match scalar.kind:
        case "int":
            return str(int(written))
        case "float":
            return repr(float(written))
        case "bool":
            return "True" if written.lower() == "true" else "False"
        case "decimal":
            annotator.imports.add("decimal", "Decimal")
            return f'Decimal("{written}")'
        case "string" | "email" | "url":
            return text_literal(written)
        case "uuid":
            annotator.imports.add("uuid", "UUID")
            return f'UUID("{written}")'
        case _:
            return None


def text_literal(text: str) -> str:
    """A string literal as ruff formats it: double quotes unless that needs more escapes."""
    literal = repr(text)
    if literal[0] == '"' or '"' in text:
        return literal
    return '"' + literal[1:-1] + '"'


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


def _laid_out(head: str, call: str, arguments: list[str], indent: int) -> str:
    line = f"{head} = {call}({', '.join(arguments)})"
    if len(line) + indent <= LINE_LENGTH:
        return line
    inner = "".join(f"        {argument},\n" for argument in arguments)
    return f"{head} = {call}(\n{inner}    )"


def _exploded_annotation(line: str, indent: int) -> str:
    name, rest = line.split("Annotated[", 1)
    body, tail = rest.rsplit("]", 1)
    first, second = body.split(", ", 1)
    pad = " " * indent
    return f"{name}Annotated[\n{pad}    {first},\n{pad}    {second},\n{pad}]{tail}"
