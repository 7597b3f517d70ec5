"""The parts of a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgen.cli.wizard.notation.problems import NotationError
from msgen.design.names import NamePattern


def parts(text: str, separator: str) -> tuple[str, ...]:
    """The parts between separators; those in brackets separate nothing.

    >>> parts("total money, status enum(a|b), code string(/^[A-Z]{2,3}$/)", ",")
    ('total money', 'status enum(a|b)', 'code string(/^[A-Z]{2,3}$/)')
    """
    return tuple(part for part in (piece.strip() for piece in _split(text, separator)) if part)


def _split(text: str, separator: str) -> Iterator[str]:
    depth, start = 0, 0
    for at, character in enumerate(text):
        depth = max(depth + (character in "([{") - (character in ")]}"), 0)
        if character == separator and not depth:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def checked(name: str, pattern: NamePattern) -> str:
    """A name that the pattern allows."""
    if pattern.fits(name):
        return name
    proposal = pattern.mended(name)
    example = proposal if pattern.fits(proposal) else pattern.examples[0]
    raise NotationError(f"`{name}` is not {pattern.noun}: {pattern.rule}, as `{example}`")


def once(names: Iterable[str]) -> tuple[str, ...]:
    """The names, none of them twice."""
    seen: dict[str, None] = {}
    for name in names:
        if name in seen:
            raise NotationError(f"`{name}` stands there twice: write each name once")
        seen[name] = None
    return tuple(seen)
