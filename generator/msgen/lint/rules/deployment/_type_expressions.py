"""Fields as the spec writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgen.design.types import Bounds, EnumType, Field, ListType, MapType, NamedType, Scalar, Type


def written_field(field: Field) -> Any:
    """An expression; a long form where the field has a default that is more than a word.

    >>> from msgen.design.types import Scalar
    >>> written_field(Field("email", Scalar("email", optional=True), unique=True, pii=True))
    'email? unique pii'
    >>> written_field(Field("note", Scalar("string"), default="a b"))
    {'type': 'string', 'default': 'a b'}
    """
    is_word = field.default is not None and bool(field.default) and not set(field.default) & set(" \t'\"#")
    marks = [name for name in ("unique", "index", "pii", "pci") if getattr(field, name)]
    expression = " ".join([written_type(field.type), *marks, *([f"default={field.default}"] if is_word else [])])
    return expression if is_word or field.default is None else {"type": expression, "default": field.default}


def written_type(written: Type) -> str:
    """
    >>> written_type(ListType(Scalar("string", Bounds(pattern="^[A-Z]{3}$")), optional=True))
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
            return f"list({written_type(inner)})"
        case MapType(value=inner):
            return f"map({written_type(inner)})"
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
