"""Values drawn by chance, ordinary ones and extreme ones, and what is known of a service before it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

WORDS = ("order", "payment", "rating", "kitchen", "user", "price", "mail", "stock", "route")
SIZES = (1, 2, 2, 3, 3, 4, 5, 9)
DURATIONS = ("0ms", "1ms", "5ms", "40ms", "300ms", "2s", "1m", "1h", "30d", "36500d")
ORDINARY_DURATIONS = ("5ms", "20ms", "150ms", "900ms", "3s")
PERCENTAGES = ("0%", "0.0001%", "50%", "99%", "99.9%", "99.99%", "99.999999999%", "100%")
ORDINARY_PERCENTAGES = ("99%", "99.9%", "99.95%", "99.99%")
RATES = ("0/s", "0.000001/h", "1/m", "1/s", "50/s", "900/s", "1000000000/s")
ORDINARY_RATES = ("5/s", "40/s", "300/s")
COUNTS = (1, 2, 3, 10, 100, 1_000_000_000)
NUMBERS = (0.001, 0.5, 1, 2.5, 1_000_000)
SCALARS = ("string", "uuid", "int(1..50)", "money", "datetime?", "email pii", "string? pci", "list(string)", "bool")
FALLBACKS = ("cache", "static", "call", "function", "ignore")
ENGINES = ("postgres", "sqlite", "mysql", "mongodb", "redis", "cassandra", "none")

Written = dict[str, Any]


@dataclass
class Sketch:
    """What the other services may know of one."""

    name: str
    context: str
    aggregates: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    is_written: bool = False
    """Its operations are; otherwise they are derived from its aggregates."""
    has_api: bool = True
    is_placed: bool = True
    """Its context is written; otherwise it has one of its own, without types."""
    events: list[str] = field(default_factory=list)
    declared: list[str] = field(default_factory=list)
    """Those of its events that its context declares, so that nobody needs to publish them."""

    @property
    def operations(self) -> list[str]:
        return [*self.queries, *self.commands]


class Draws:
    """Draws whatever is not an object of its own."""

    random: Random
    is_extreme: bool
    """Otherwise its numbers are such as people write, and what takes the time is the structure."""
    density: float
    """How likely an optional key is written."""
    contexts: list[str]
    teams: list[str]
    externals: list[str]
    sketches: list[Sketch]
    events: list[str]

    def _maybe(self, *, likely: bool = False) -> bool:
        return self.random.random() < (0.8 if likely else self.density)

    def _some(self, *, likely: bool = False, **makers: Any) -> Written:
        """Some of these keys; what a maker leaves empty is left out."""
        made = {name.rstrip("_"): make() for name, make in makers.items() if self._maybe(likely=likely)}
        return {name: value for name, value in made.items() if value not in ({}, [], None)}

    def _one(self, *values: Any) -> Any:
        return self.random.choice(values)

    def _several(self, values: Sequence[Any], most: int = 3) -> list[Any]:
        return self.random.sample(list(values), self.random.randint(0, min(most, len(values))))

    def _duration(self) -> str:
        return self._one(*(DURATIONS if self.is_extreme else ORDINARY_DURATIONS))

    def _percentage(self) -> str:
        return self._one(*(PERCENTAGES if self.is_extreme else ORDINARY_PERCENTAGES))

    def _rate(self) -> str:
        return self._one(*(RATES if self.is_extreme else ORDINARY_RATES))

    def _more_than_none(self, draw: Callable[[], str]) -> str:
        drawn = draw()
        return drawn if drawn not in ("0/s", "0%") else self._more_than_none(draw)

    def _count(self) -> int:
        return self._one(*(COUNTS if self.is_extreme else COUNTS[:4]))

    def _number(self) -> float:
        return self._one(*(NUMBERS if self.is_extreme else NUMBERS[1:4]))

    def _latency(self) -> Written:
        return self._some(p50=self._duration, p99=self._duration, likely=True)

    def _fields(self, *first: str, named: bool = True) -> Written:
        types = (*SCALARS, "Place", "State") if named else SCALARS
        return {name: "uuid" for name in first} | {
            f"field_{number}": self._one(*types) for number in range(self.random.randint(0, 3))
        }
