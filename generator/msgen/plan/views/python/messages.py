"""The messages of one contract: inputs and outputs of operations, in `app.messages` or as a dependency has them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from msgspec import Struct

from msgen.contracts.messages import input_fields, output_fields
from msgen.design.naming import words
from msgen.design.python_names import class_name, enum_member, field_name
from msgen.design.types import Field, NamedType
from msgen.plan.views.python.annotations import Annotator
from msgen.plan.views.python.declarations import declaration
from msgen.plan.views.python.expressions import Call
from msgen.plan.views.python.layout import LINE_LENGTH, class_head, statement
from msgen.plan.views.python.scopes import ClassRef, Scope, StructType
from msgen.topology.model import Operation


class OldNameView(Struct, frozen=True):
    """The name that a field had before, under which it can still be read and, if at all, set."""

    old: str
    new: str
    annotation: str
    is_frozen: bool

    @property
    def getter(self) -> str:
        return statement("def ", Call(self.old, ("self",)), f" -> {self.annotation}:", indent=4)

    @property
    def setter(self) -> str:
        return statement("def ", Call(self.old, ("self", f"value: {self.annotation}")), " -> None:", indent=4)

    @property
    def warning(self) -> str:
        return statement("", Call("warn_renamed", (f'"{self.old}"', f'"{self.new}"')))


class ClassView(Struct, frozen=True):
    """One pydantic model of a module."""

    name: str
    base: str
    doc: str
    lines: tuple[str, ...]
    """Declarations, in the order of the spec."""
    old_names: tuple[OldNameView, ...] = ()

    @property
    def head(self) -> str:
        return class_head(self.name, *(("Renamed",) if self.old_names else ()), self.base)

    @property
    def body(self) -> tuple[str, ...]:
        """The declarations; `pass` where the class would be empty."""
        return self.lines if self.lines or self.doc else ("pass",)


class AliasView(Struct, frozen=True):
    """A second name of a class: the output of an operation that is a type of the spec."""

    name: str
    target: str

    @property
    def line(self) -> str:
        return statement(f"{self.name} = ", self.target, indent=0)


class EnumView(Struct, frozen=True):
    name: str
    doc: str
    members: tuple[str, ...]
    """`NAME = "value"` lines, in the order of the spec."""

    @property
    def head(self) -> str:
        return class_head(self.name, "StrEnum")


def input_name(operation: Operation) -> str:
    return f"{operation.name}Input"


def output_name(operation: Operation) -> str:
    return f"{operation.name}Output"


def body_name(operation: Operation) -> str:
    return f"{operation.name}Body"


def input_struct(operation: Operation, module: str) -> StructType:
    return StructType(ClassRef(module, input_name(operation)), input_fields(operation))


def output_struct(operation: Operation, module: str) -> StructType:
    return StructType(ClassRef(module, output_name(operation)), output_fields(operation))


def class_view(
    name: str, base: str, doc: str, fields: Iterable[Field], scope: Scope, annotator: Annotator
) -> ClassView:
    fields = tuple(fields)
    lines = tuple(declaration(field, scope, annotator) for field in fields)
    return ClassView(name, base, doc, *_with_old_names(lines, fields, base, scope, annotator))


def _with_old_names(
    lines: tuple[str, ...], fields: tuple[Field, ...], base: str, scope: Scope, annotator: Annotator
) -> tuple[tuple[str, ...], tuple[OldNameView, ...]]:
    """The declarations, with a map of old names where fields have any, and these names."""
    taken = {field_name(field.name) for field in fields}
    renamed = {field.was: field for field in fields if field.was and field_name(field.was) not in taken}
    if not renamed:
        return lines, ()
    annotator.imports.add("collections.abc", "Mapping")
    annotator.imports.add("typing", "ClassVar")
    annotator.take("domain._gen.renamed", "Renamed", "warn_renamed")
    names = {name: field_name(field.name) for was, field in renamed.items() for name in (was, field_name(was))}
    listed = ", ".join(f'"{old}": "{new}"' for old, new in names.items())
    old_names = statement("old_names: ClassVar[Mapping[str, str]] = ", f"{{{listed}}}", indent=4)
    views = tuple(
        OldNameView(
            field_name(was),
            field_name(field.name),
            annotator.of(field.type, scope, field.name),
            is_frozen=base in ("Event", "ValueObject"),
        )
        for was, field in renamed.items()
    )
    return (*lines, old_names), views


def enum_view(name: str, values: tuple[str, ...], doc: str) -> EnumView:
    members = tuple(statement(f"{enum_member(value)} = ", f'"{value}"', indent=4) for value in values)
    return EnumView(class_name(name), doc, members)


def named_class(operation: Operation, scope: Scope) -> ClassRef | None:
    """The class that the output is as a whole, where the spec names a type or an aggregate."""
    name = operation.output.named
    if name is None or operation.pagination:
        return None
    struct = scope.struct(scope.resolved(NamedType(name)))
    return struct.ref if struct else None


def sentence(text: str) -> str:
    """A text as the one line of a docstring: no line breaks, no quotes that would end it, a full stop at the end.

    >>> sentence('takes the order'), sentence('Says "hello"')
    ('Takes the order.', "Says 'hello'.")
    """
    line = " ".join(text.split()).replace("\\", "/").replace('"', "'")
    line = line[:1].upper() + line[1:]
    return line if not line or line[-1] in ".!?" else f"{line}."


def laid_out(text: str) -> str:
    """The inside of a docstring in a class, over as many lines as the text needs.

    >>> print(laid_out("Store an order, after asking `accounts`, `payments` and `mails`, and publish `OrderPlaced`."))
    Store an order, after asking `accounts`, `payments` and `mails`, and publish
        `OrderPlaced`.
    """
    width = LINE_LENGTH - 4
    lines = textwrap.wrap(f'"""{text}"""', width, break_long_words=False, break_on_hyphens=False)
    return "\n    ".join(lines)[3:-3]


def docstring(description: str) -> str:
    """The inside of a docstring that says exactly this: contracts show it as the description of the class.

    >>> print(docstring('says "hello"'))
    says "hello\\"
    """
    escaped = description.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if escaped.endswith('"'):
        escaped = f'{escaped[:-1]}\\"'
    first, *others = escaped.split("\n")
    return "\n    ".join((first, *others, "")) if others else first


def spoken(name: str) -> str:
    """`PlaceOrder` as words: `place order`."""
    return " ".join(words(name))


def with_article(name: str) -> str:
    """`an order`, `a payment`."""
    noun = spoken(name)
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"
