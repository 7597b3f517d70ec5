"""`did you mean`: the nearest of the known names."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from msgen.design.naming import words

MOST_LISTED = 12


def nearest(written: object, known: Iterable[str]) -> str | None:
    """The known name that was probably meant.

    >>> nearest("gprc", ["rest", "grpc"]), nearest("Payment", ["orders", "payments"])
    ('grpc', 'payments')
    """
    if not isinstance(written, str) or not 0 < len(written) <= 100:
        return None
    names = sorted(set(known) - {written})
    same = [name for name in names if _letters(name) == _letters(written)]
    if same:
        return same[0]
    lower = {name.lower(): name for name in reversed(names)}
    close = get_close_matches(written.lower(), lower, n=1, cutoff=0.6)
    return lower[close[0]] if close else None


def did_you_mean(written: object, known: Iterable[str]) -> str:
    """The hint for a name that is not known; empty where none is near."""
    known = list(known)
    if isinstance(written, bool):
        words_for = ("on", "strict", "true") if written else ("off", "none", "false")
        written = next((word for word in words_for if word in known), "")
    meant = written if written in known else nearest(written, known)
    return f"did you mean `{meant}`" if meant else ""


def listed(names: Iterable[str]) -> str:
    """Names for a sentence: all of a few, the first of many."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) <= MOST_LISTED:
        return ", ".join(quoted)
    return ", ".join(quoted[:MOST_LISTED]) + f" and {len(quoted) - MOST_LISTED} more"


def _letters(name: str) -> str:
    return "".join(words(name))
