"""Does the literal of a `default=` fit its type."""

from __future__ import annotations

import re

from .types import EnumType, Scalar, Type

_FORMS = {
    "int": (r"-?[0-9]{1,18}", "a whole number"),
    "float": (r"-?[0-9]+(\.[0-9]+)?", "a number"),
    "decimal": (r"-?[0-9]+(\.[0-9]+)?", "a number"),
    "bool": (r"true|false", "`true` or `false`"),
    "uuid": (r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "a uuid"),
    "date": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date such as `2027-06-30`"),
}


def misfit(kind: Type, literal: str) -> str | None:
    """What the literal should be, where it does not fit; `None` where it fits or nothing is known.

    >>> from msgen.design.types import EnumType
    >>> misfit(EnumType(("plain", "vip")), "gold")
    'one of `plain`, `vip`'
    """
    if isinstance(kind, EnumType):
        return None if literal in kind.values else "one of " + ", ".join(f"`{value}`" for value in kind.values)
    if not isinstance(kind, Scalar) or kind.kind not in _FORMS:
        return None
    pattern, noun = _FORMS[kind.kind]
    return None if re.fullmatch(pattern, literal) else noun
