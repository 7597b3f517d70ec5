"""`Order: total money, status enum(placed|paid); Customer: email email unique`."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from msgen.cli.wizard.notation.parts import checked, once, parts
from msgen.cli.wizard.notation.problems import NotationError
from msgen.design.names import FIELD_NAME, TYPE_NAME
from msgen.design.type_errors import TypeExpressionError
from msgen.design.type_expressions import parse_field

EXAMPLE = "Order: total money, status enum(placed|paid)"


class WrittenAggregate(Struct, frozen=True):
    name: str
    fields: tuple[tuple[str, str], ...] = ()
    """Name and type expression of each."""


@cache
def aggregates(text: str) -> tuple[WrittenAggregate, ...]:
    """The aggregates that a line describes."""
    found = tuple(_aggregate(part) for part in parts(text, ";"))
    once(each.name for each in found)
    return found


def _aggregate(text: str) -> WrittenAggregate:
    name, _, rest = text.partition(":")
    fields = tuple(_field(part) for part in parts(rest, ","))
    once(field for field, _ in fields)
    return WrittenAggregate(checked(name.strip(), TYPE_NAME), fields)


def _field(text: str) -> tuple[str, str]:
    name, _, expression = text.partition(" ")
    checked(name.rstrip(":"), FIELD_NAME)
    if not expression.strip():
        raise NotationError(f"`{text}` has no type: a name, then a type, as `{EXAMPLE}`")
    try:
        parse_field(name.rstrip(":"), expression.strip())
    except TypeExpressionError as error:
        raise NotationError(f"`{text}`: {error}") from None
    return name.rstrip(":"), expression.strip()
