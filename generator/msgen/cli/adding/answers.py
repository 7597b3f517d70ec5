"""Answers, whether they come from options or from questions."""

from __future__ import annotations

from typing import Any

from msgen.cli.asking.conversation import Answers


def given(**options: Any) -> Answers:
    """What the command line says; an option that was not given is no answer."""
    return {name: _answer(value) for name, value in options.items() if value not in (None, False, [], ())}


def _answer(value: Any) -> str | bool | tuple[str, ...]:
    if isinstance(value, bool):
        return value
    return tuple(map(str, value)) if isinstance(value, list | tuple) else str(value)


def text(answers: Answers, name: str) -> str | None:
    """`None` for what was not answered, or with nothing."""
    return str(answers.get(name) or "") or None


def number(answers: Answers, name: str) -> int | None:
    written = text(answers, name)
    return int(written) if written is not None else None


def figure(answers: Answers, name: str) -> float | None:
    """A number, whole where it can be."""
    written = text(answers, name)
    if written is None:
        return None
    found = float(written)
    return int(found) if found.is_integer() else found


def texts(answers: Answers, name: str) -> tuple[str, ...]:
    found = answers.get(name) or ()
    return found if isinstance(found, tuple) else (str(found),)


def wanted(answers: Answers, name: str) -> bool:
    return bool(answers.get(name))
