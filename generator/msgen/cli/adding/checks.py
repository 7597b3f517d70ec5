"""Why an answer is not allowed, told while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pydantic_core import PydanticCustomError

from msgen.additions.errors import AdditionError
from msgen.cli.asking.question import Answer
from msgen.design.names import NamePattern

Check = Callable[[Answer], str | None]


def new_name(pattern: NamePattern, taken: Iterable[str], noun: str) -> Check:
    """A name of the pattern that nothing else has."""
    names = frozenset(taken)

    def check(answer: Answer) -> str | None:
        if not pattern.fits(str(answer)):
            return f"{pattern.noun}: {pattern.rule}, for example `{pattern.examples[0]}`"
        return f"there is {noun} `{answer}` already" if answer in names else None

    return check


def read_by(parse: Callable[[str], Any], *, optional: bool = True) -> Check:
    """What a function of the language reads without a complaint."""

    def check(answer: Answer) -> str | None:
        if optional and not answer:
            return None
        try:
            parse(str(answer))
        except PydanticCustomError as error:
            hint = (error.context or {}).get("hint")
            return f"{error.message()}; {hint}" if hint else error.message()
        except AdditionError as error:
            return str(error).replace("\nhint: ", "; ")
        return None

    return check


def one_at_least(answer: Answer) -> str | None:
    return None if answer else "one at least"
