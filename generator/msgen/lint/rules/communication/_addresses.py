"""Texts that say where something is, and type expressions without their defaults."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Any

from msgen.design.types import Bounds, EnumType, Field, ListType, MapType, NamedType, Scalar, Type

_URL = re.compile(r"[a-z][a-z0-9+.-]*://.+", re.IGNORECASE)
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+(?P<top>[a-z]{2,})\.?(:\d+)?(/.*)?", re.IGNORECASE)
_LOCAL = re.compile(r"localhost(:\d+)?(/.*)?|[a-z][a-z0-9-]*:\d{2,5}(/.*)?", re.IGNORECASE)
_FILE_NAME = re.compile(
    r".*\.(bin|cfg|conf|crt|csv|db|gz|html|jpg|json|key|log|md|pdf|pem|png|sh|sql|txt|xml|ya?ml|zip)"
)


def is_address(text: str) -> bool:
    """A URL, a host name or an IP address.

    >>> [is_address(text) for text in ("https://psp.example.com/v1", "db.internal:5432", "10.0.0.7:80", "::1")]
    [True, True, True, True]
    >>> [is_address(text) for text in ("1.2.3", "report.csv", "12:30:00", "en", "a@example.com")]
    [False, False, False, False, False]
    """
    if _URL.fullmatch(text) or _LOCAL.fullmatch(text) or _is_ip(text):
        return True
    return _HOST.fullmatch(text) is not None and _FILE_NAME.fullmatch(text) is None


def _is_ip(text: str) -> bool:
    """An IP address, with or without a port."""
    alone = re.sub(r":\d+$", "", text) if text.count(":") == 1 or "]" in text else text
    try:
        ip_address(alone.strip("[]"))
    except ValueError:
        return False
    return True


def without_default(field: Field) -> Any:
    """A field as the spec writes it, without its default.

    >>> without_default(Field("PSP", Scalar("url", optional=True), default="https://psp.example.com"))
    'url?'
    """
    marks = [mark for mark in ("unique", "index", "pii", "pci") if getattr(field, mark)]
    expression = " ".join((_expression(field.type), *marks))
    told = {"description": field.description, "example": field.example, "was": field.was}
    kept = {key: value for key, value in told.items() if value}
    return {"type": expression, **kept} if kept else expression


def _expression(written: Type) -> str:
    return f"{_base(written)}{'?' if written.optional else ''}"


def _base(written: Type) -> str:
    match written:
        case Scalar():
            bounds = _bounds(written.bounds)
            return f"{written.kind}({bounds})" if bounds else written.kind
        case EnumType():
            return f"enum({'|'.join(written.values)})"
        case ListType():
            return f"list({_expression(written.item)})"
        case MapType():
            return f"map({_expression(written.value)})"
        case NamedType():
            return written.name


def _bounds(bounds: Bounds) -> str:
    if bounds.pattern is not None:
        return f"/{bounds.pattern}/"
    if bounds.precision is not None:
        return f"{bounds.precision}.{bounds.scale}"
    if bounds.minimum is not None and bounds.maximum is not None:
        return f"{bounds.minimum}..{bounds.maximum}"
    if bounds.minimum is not None:
        return f"{'>' if bounds.exclusive_minimum else '>='}{bounds.minimum}"
    if bounds.maximum is not None:
        return f"{'<' if bounds.exclusive_maximum else '<='}{bounds.maximum}"
    return ""
