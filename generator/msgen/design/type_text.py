"""Types and fields as the spec writes them: the way back from what `type_expressions` read."""

from __future__ import annotations

from collections.abc import Iterator

from .types import Bounds, EnumType, Field, ListType, MapType, NamedType, Scalar, Type

_MARKS = ("unique", "index", "pii", "pci")


def field_expression(field: Field) -> str:
    """The type with its marks, without the default.

    >>> field_expression(Field("email", Scalar("email", optional=True), unique=True, pii=True))
    'email? unique pii'
    """
    return " ".join([type_expression(field.type), *(name for name in _MARKS if getattr(field, name))])


def type_expression(written: Type) -> str:
    """
    >>> type_expression(ListType(Scalar("string", Bounds(pattern="^[A-Z]{3}$")), optional=True))
    'list(string(/^[A-Z]{3}$/))?'
    """
    return f"{_base(written)}{'?' if written.optional else ''}"


def _base(written: Type) -> str:
    match written:
        case Scalar(kind=kind, bounds=bounds):
            return f"{kind}{''.join(f'({text})' for text in _bounds(bounds))}"
        case EnumType(values=values):
            return f"enum({'|'.join(values)})"
        case ListType(item=inner):
            return f"list({type_expression(inner)})"
        case MapType(value=inner):
            return f"map({type_expression(inner)})"
        case NamedType(name=name):
            return name


def _bounds(bounds: Bounds) -> Iterator[str]:
    """At most one."""
    if bounds.pattern is not None:
        yield f"/{bounds.pattern}/"
    elif bounds.precision is not None:
        yield f"{bounds.precision}.{bounds.scale}"
    elif bounds.minimum is not None and bounds.maximum is not None:
        yield f"{bounds.minimum:f}..{bounds.maximum:f}"
    elif bounds.minimum is not None:
        yield f">{'' if bounds.exclusive_minimum else '='}{bounds.minimum:f}"
    elif bounds.maximum is not None:
        yield f"<{'' if bounds.exclusive_maximum else '='}{bounds.maximum:f}"
