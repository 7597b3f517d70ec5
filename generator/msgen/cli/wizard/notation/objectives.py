"""`20/s 99.5% 1s; place-order 120/s 99.9% 300ms`: of every journey, then of single ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from pydantic_core import PydanticCustomError

from msgen.cli.wizard.notation.parts import parts
from msgen.cli.wizard.notation.problems import NotationError
from msgen.design.quantities import parse_duration, parse_percentage, parse_rate

EXAMPLE = "20/s 99.5% 1s"


class Objective(Struct, frozen=True):
    """How often a journey is made and how well it has to work, as written; empty where nothing is said."""

    peak: str = ""
    availability: str = ""
    latency_p99: str = ""


def objectives(text: str, journeys: Collection[str]) -> Mapping[str, Objective]:
    """The objective of each journey."""
    found = dict.fromkeys(journeys, Objective())
    for part in parts(text.replace(",", ";"), ";"):
        first, *rest = part.split()
        if first[0].isdigit():
            found = {name: _with(objective, (first, *rest)) for name, objective in found.items()}
            continue
        if first not in found:
            raise NotationError(f"there is no journey `{first}`: there are {', '.join(journeys)}")
        found[first] = _with(found[first], rest)
    return found


def _with(objective: Objective, written: Collection[str]) -> Objective:
    for value in written:
        key, parse = _kind(value)
        _check(value, parse)
        objective = replace(objective, **{key: value})
    return objective


def _kind(value: str) -> tuple[str, Callable[[object], Any]]:
    if "/" in value:
        return "peak", parse_rate
    if value.endswith("%"):
        return "availability", parse_percentage
    return "latency_p99", parse_duration


def _check(value: str, parse: Callable[[object], Any]) -> None:
    try:
        parse(value)
    except PydanticCustomError as error:
        raise NotationError(f"{error.message()}: a rate, a share and a time, as `{EXAMPLE}`") from None
