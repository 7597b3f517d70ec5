"""Figures as they stand in a cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgen.cli.tables.table import ASSUMED, NONE, UNKNOWN


def amount(value: float | None, missing: str = UNKNOWN, *, assumed: object = ()) -> str:
    """Three digits, or all before the point; anything true in `assumed` marks it.

    >>> amount(1092.0), amount(78.518), amount(0.03621), amount(2.0), amount(None), amount(4.5, assumed=["a.per_pod"])
    ('1092', '78.5', '0.0362', '2', '?', '4.5~')
    """
    if value is None:
        return missing
    shown = f"{value:.0f}" if 1000 <= abs(value) < 1e9 else f"{value:.3g}"
    return marked(shown, assumed)


def availability(value: float | None, missing: str = UNKNOWN, *, assumed: object = ()) -> str:
    """
    >>> availability(99.8201)
    '99.820'
    """
    if value is None:
        return missing
    return marked(f"{value:.3f}" if value < 99.9995 or value == 100 else f"{value:.5f}", assumed)


def marked(shown: str, assumed: object) -> str:
    return f"{shown}{ASSUMED}" if assumed else shown


def listed(names: Iterable[str]) -> str:
    return ", ".join(names) or NONE


def way(names: Sequence[str]) -> str:
    """
    >>> way(["a.Place", "b.Pay"])
    'a.Place > b.Pay'
    """
    return " > ".join(names) or NONE


def calls_in_line(paths: Sequence[str]) -> tuple[str, ...]:
    """The operations of calls that follow each other.

    >>> calls_in_line(["a.Place->b.Pay", "b.Pay->psp"])
    ('a.Place', 'b.Pay', 'psp')
    """
    callers = [path.partition("->")[0] for path in paths]
    return (*callers, paths[-1].partition("->")[2]) if paths else ()
