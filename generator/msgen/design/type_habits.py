"""What people write out of habit from other languages, and what it is called here."""

from __future__ import annotations

import re

_SCALARS = {
    "str": "string", "text": "string", "varchar": "string", "char": "string",
    "integer": "int", "long": "int", "bigint": "int", "int32": "int", "int64": "int", "smallint": "int", "uint": "int",
    "double": "float", "real": "float", "number": "decimal", "numeric": "decimal",
    "boolean": "bool", "guid": "uuid", "timestamp": "datetime", "timestamptz": "datetime", "time": "datetime",
    "timedelta": "duration", "interval": "duration", "binary": "bytes", "blob": "bytes",
    "object": "json", "any": "json", "dict": "json", "jsonb": "json", "uri": "url",
    "currency": "money", "array": "list(T)", "set": "list(T)",
}  # fmt: skip
_INNER = r"([A-Za-z_][A-Za-z0-9_]*)"
_STRUCTURES = (
    (rf"(?i:list|array|set|sequence|repeated)[\[<(]{_INNER}[\]>)](\??)", "list({0}){1}"),
    (rf"{_INNER}\[\](\??)", "list({0}){1}"),
    (rf"\[{_INNER}\](\??)", "list({0}){1}"),
    (rf"(?i:map|dict|record)[\[<(](?i:string|str)\s*,\s*{_INNER}[\]>)](\??)", "map({0}){1}"),
    (rf"(?i:map|dict|record)[\[<(]{_INNER}[\]>)](\??)", "map({0}){1}"),
    (rf"(?i:optional|maybe)[\[<(]{_INNER}[\]>)]()", "{0}?"),
    (rf"{_INNER}\s*\|\s*(?:None|null)()", "{0}?"),
)


def scalar_meant(word: str) -> str | None:
    """The scalar of ours for a name of another language.

    >>> scalar_meant("varchar"), scalar_meant("Address")
    ('string', None)
    """
    return _SCALARS.get(word)


def structure_meant(text: str) -> str | None:
    """The list, map, enum or optional of ours for a form of another language.

    >>> structure_meant("List[str]"), structure_meant("map(string, Money)"), structure_meant("enum[a, b]")
    ('list(string)', 'map(Money)', 'enum(a|b)')
    """
    text = text.strip()
    if found := re.match(r"(?i:enum)[\[<({]\s*([A-Za-z0-9_.-]+(?:\s*[,|]\s*[A-Za-z0-9_.-]+)*)\s*[\]>)}]", text):
        values = re.split(r"[,|\s]+", found[1])
        proposal = f"enum({'|'.join(values)})"
        return proposal if not text.startswith(proposal) else None
    for pattern, form in _STRUCTURES:
        if found := re.match(pattern, text):
            inner = scalar_meant(found[1]) or found[1]
            proposal = form.format(inner, found[2])
            return proposal if not text.startswith(proposal) else None
    return None
