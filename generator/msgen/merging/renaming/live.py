"""Which `was:` of some names says something new."""

from __future__ import annotations

from collections.abc import Mapping

Names = Mapping[str, str | None]
"""Each name with its `was:`."""


def live(now: Names, before: Names) -> dict[str, str]:
    """Old name to new name, of those names whose `was:` was not carried out yet.

    >>> live({"payments": "billing"}, {"billing": None})
    {'billing': 'payments'}
    >>> live({"payments": "billing"}, {"payments": "billing"})
    {}

    Chains and exchanges are renamed at once:

    >>> live({"b": "a", "c": "b"}, {"a": None, "b": None}), live({"a": "b", "b": "a"}, {"a": None, "b": None})
    ({'a': 'b', 'b': 'c'}, {'b': 'a', 'a': 'b'})
    """
    claims: dict[str, str] = {}
    for name, was in now.items():
        if was is not None and was != name and was in before and before.get(name) != was:
            claims.setdefault(was, name)
    while stale := [was for was, name in claims.items() if name in before and name not in claims]:
        for was in stale:
            del claims[was]
    return claims
