"""Texts that say where something is, and fields without their defaults."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Any

from msgen.design.type_text import field_expression
from msgen.design.types import Field

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

    >>> from msgen.design.types import Scalar
    >>> without_default(Field("PSP", Scalar("url", optional=True), default="https://psp.example.com"))
    'url?'
    """
    expression = field_expression(field)
    told = {"description": field.description, "example": field.example, "was": field.was}
    kept = {key: value for key, value in told.items() if value}
    return {"type": expression, **kept} if kept else expression
