"""Texts that read like those of a real system, by the name of the field that holds them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgen.design.naming import singular, words
from msgen.design.types import Bounds
from msgen.topology.samples import smallest_match

_TEXTS = {
    "author": "Ada Lovelace",
    "city": "London",
    "code": "A-1001",
    "color": "blue",
    "colour": "blue",
    "comment": "All is well",
    "country": "GB",
    "currency": "EUR",
    "description": "Made by hand",
    "iban": "DE02120300000000202051",
    "language": "en",
    "locale": "en-GB",
    "message": "All is well",
    "name": "Ada Lovelace",
    "note": "Ring twice",
    "number": "1001",
    "phone": "+441632960983",
    "postcode": "SW1Y 4JH",
    "reason": "As agreed",
    "reference": "R-1001",
    "sku": "SKU-1001",
    "street": "12 Garden Road",
    "tag": "new",
    "title": "A good start",
    "zip": "10115",
}


def readable_text(field: str, bounds: Bounds) -> str:
    """The first text that the bounds allow: one by name, the name itself, the shortest match of the pattern."""
    return next((text for text in _candidates(field, bounds) if _fits(text, bounds)), "")


def _candidates(field: str, bounds: Bounds) -> Iterator[str]:
    parts = words(field) or ("text",)
    by_name = _TEXTS.get(singular(parts[-1]))
    if by_name is not None:
        yield by_name
        yield by_name.upper()
    spoken = " ".join(parts)
    yield spoken
    if bounds.pattern is not None:
        yield "-".join(parts)
        yield smallest_match(bounds.pattern)
        return
    repeated = spoken * (int(bounds.minimum or 0) // len(spoken) + 1)
    yield repeated[: int(bounds.minimum or 0)].strip().ljust(int(bounds.minimum or 0), "x")
    yield (by_name or spoken)[: int(bounds.maximum or 0)].strip()


def _fits(text: str, bounds: Bounds) -> bool:
    if bounds.pattern is not None and not re.search(bounds.pattern, text):
        return False
    is_short = bounds.minimum is not None and len(text) < bounds.minimum
    is_long = bounds.maximum is not None and len(text) > bounds.maximum
    return not (is_short or is_long)
