"""Words of a name, and the forms built from them (snake, kebab, Pascal, plural, singular)."""

from __future__ import annotations

import re

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z0-9])(?=[A-Z][a-z])")
_SEPARATOR = re.compile(r"[-_.\s]+")


def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case.

    >>> words("GETProductSku"), words("order-history")
    (('get', 'product', 'sku'), ('order', 'history'))
    """
    return tuple(word.lower() for part in _SEPARATOR.split(name) for word in _WORD_START.split(part) if word)


def snake_case(name: str) -> str:
    return "_".join(words(name))


def kebab_case(name: str) -> str:
    return "-".join(words(name))


def pascal_case(name: str) -> str:
    """`order-history` becomes `OrderHistory`."""
    return "".join(word.capitalize() for word in words(name))


def plural(word: str) -> str:
    """The regular English plural of a word, by its last letters.

    >>> plural("Order"), plural("Address"), plural("Category"), plural("Day")
    ('Orders', 'Addresses', 'Categories', 'Days')
    """
    lower = word.lower()
    if lower.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if lower.endswith("y") and lower[-2:-1] not in tuple("aeiou"):
        return word[:-1] + "ies"
    return word + "s"


def singular(word: str) -> str:
    """The way back from `plural`; endings in `ss`, `us` and `is` stay.

    >>> singular("orders"), singular("categories"), singular("status"), singular("boxes")
    ('order', 'category', 'status', 'box')
    >>> singular("s")
    's'
    """
    lower = word.lower()
    if not lower.endswith("s") or lower.endswith(("ss", "us", "is")):
        return word
    if lower.endswith("ies"):
        return word[:-3] + "y"
    if lower.endswith(("sses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    return word[:-1] or word
