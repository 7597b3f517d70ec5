"""Fields as the spec writes them, with their defaults."""

from __future__ import annotations

from typing import Any

from msgen.design.type_text import field_expression
from msgen.design.types import Field


def written_field(field: Field) -> Any:
    """An expression; a long form where the field has a default that is more than a word.

    >>> from msgen.design.types import Scalar
    >>> written_field(Field("email", Scalar("email", optional=True), unique=True, pii=True))
    'email? unique pii'
    >>> written_field(Field("note", Scalar("string"), default="a b"))
    {'type': 'string', 'default': 'a b'}
    """
    is_word = field.default is not None and bool(field.default) and not set(field.default) & set(" \t'\"#")
    expression = field_expression(field)
    if field.default is None:
        return expression
    return f"{expression} default={field.default}" if is_word else {"type": expression, "default": field.default}
