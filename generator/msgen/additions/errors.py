"""An addition that cannot be made."""

from __future__ import annotations

from collections.abc import Iterable

from msgen.spec.suggestions import did_you_mean, listed


class AdditionError(Exception):
    """What was asked for does not fit the spec; `str()` of it is meant for users."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message}\nhint: {hint}" if hint else message)


def unknown(noun: str, written: str, known: Iterable[str], otherwise: str = "") -> AdditionError:
    """There is no such name; the nearest one is proposed, else all are listed."""
    names = sorted(known)
    said = f"known are {listed(names)}" if names else ""
    return AdditionError(f"there is no {noun} `{written}`", did_you_mean(written, names) or otherwise or said)
