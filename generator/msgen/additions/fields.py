"""Fields as people write them on one line: `total: money`, or `Order: total money, status enum(placed|paid)`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgen.additions.errors import AdditionError
from msgen.design.names import FIELD_NAME, TYPE_NAME
from msgen.design.type_errors import TypeExpressionError
from msgen.design.type_expressions import parse_field

Fields = dict[str, str]
"""Type expressions by the names of their fields."""
_FIELD = re.compile(r"\s*([^\s:]+)\s*(?::\s*|\s+)(\S.*?)\s*")
EXAMPLE = "for example `total: money`, or `status: enum(placed|paid)`"


def field(text: str) -> tuple[str, str]:
    """Name and type expression.

    >>> field("status: enum(a|b) default=a"), field("email string unique")
    (('status', 'enum(a|b) default=a'), ('email', 'string unique'))
    """
    found = _FIELD.fullmatch(text)
    if found is None:
        raise AdditionError(f"`{text}` is no field: it needs a name and a type", EXAMPLE)
    name, expression = found[1], found[2]
    if not FIELD_NAME.fits(name):
        raise AdditionError(f"`{name}` is not {FIELD_NAME.noun}: {FIELD_NAME.rule}", EXAMPLE)
    try:
        parse_field(name, expression)
    except TypeExpressionError as error:
        raise AdditionError(f"`{expression}`, the type of `{name}`: {error.message}", error.hint) from None
    return name, expression


def fields(texts: Iterable[str]) -> Fields:
    """Each field of several texts, of which each may hold some with commas between them."""
    found: Fields = {}
    for text in texts:
        for part in parts(text):
            name, expression = field(part)
            if name in found:
                raise AdditionError(f"the field `{name}` is given twice", "give it once")
            found[name] = expression
    return found


def aggregate(text: str) -> tuple[str, Fields]:
    """
    >>> aggregate("Order: total money, status enum(placed|paid)")
    ('Order', {'total': 'money', 'status': 'enum(placed|paid)'})
    """
    name, _, rest = text.partition(":")
    name = name.strip()
    if not TYPE_NAME.fits(name):
        raise AdditionError(
            f"`{name}` is not the name of an aggregate: {TYPE_NAME.rule}", "for example `Order: total money`"
        )
    return name, fields([rest] if rest.strip() else [])


def parts(text: str) -> list[str]:
    """What stands between commas; those in brackets and in regular expressions part nothing.

    >>> parts("code string(/^[A-Z]{1,3}$/), total money")
    ['code string(/^[A-Z]{1,3}$/)', 'total money']
    """
    found, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and depth <= 0:
            found.append("")
        else:
            found[-1] += character
    return [part.strip() for part in found if part.strip()]
