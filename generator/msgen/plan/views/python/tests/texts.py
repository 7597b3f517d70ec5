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
    "email": "ada@example.org",
    "iban": "DE02120300000000202051",
    "label": "urgent",
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


_PEOPLE = frozenset(
    {"author", "contact", "courier", "customer", "driver", "employee", "member", "patient", "person", "user"}
)


def readable_text(field: str, owner: str, bounds: Bounds) -> str:
    """The first text that the bounds allow: one by name, the name itself, the shortest match of the pattern.

    `owner` is the type that has the field.
    """
    return next((text for text in _candidates(field, owner, bounds) if _fits(text, bounds)), "")


def _candidates(field: str, owner: str, bounds: Bounds) -> Iterator[str]:
    parts = words(field) or ("text",)
    parts = (*parts[:-1], singular(parts[-1]))
    by_name = _by_name(parts, words(owner))
    if by_name is not None:
        yield by_name
        yield by_name.upper()
    spoken = " ".join(parts)
    yield spoken
    if bounds.pattern is not None:
        yield "-".join(parts)
        yield smallest_match(bounds.pattern)
        return
    if bounds.maximum is not None:
        yield (by_name or spoken)[: int(bounds.maximum)].strip()
    shortest = int(bounds.minimum or 0)
    repeated = f"{spoken} " * (shortest // len(spoken) + 1)
    yield repeated[:shortest].strip().ljust(shortest, "x")


def _by_name(field: tuple[str, ...], owner: tuple[str, ...]) -> str | None:
    """Not everything that has a name is a person."""
    if field == ("name",) and owner and not _PEOPLE & {*owner}:
        return f"{' '.join(owner).capitalize()} one"
    return _TEXTS.get(field[-1])


def _fits(text: str, bounds: Bounds) -> bool:
    if bounds.pattern is not None and not re.search(bounds.pattern, text):
        return False
    is_short = bounds.minimum is not None and len(text) < bounds.minimum
    is_long = bounds.maximum is not None and len(text) > bounds.maximum
    return not (is_short or is_long)
