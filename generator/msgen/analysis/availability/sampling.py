"""Many states of a system at once: one bit of a number for each, so that `&` and `|` decide all of them together."""

from __future__ import annotations

from decimal import Decimal
from math import log, log1p
from random import Random

SAMPLES = 200_000
SEED = 20_170_401
"""Any number will do; it is fixed, so that the same design has the same figures."""


class Sampling:
    """Draws which components are up in each of the states."""

    def __init__(self, samples: int = SAMPLES, seed: int = SEED) -> None:
        self._samples = samples
        self._random = Random(seed)
        self.all_up = (1 << samples) - 1

    def states(self, availability: float) -> int:
        """In which states one component is up; it jumps from failure to failure, as those are rare."""
        if availability <= 0:
            return 0
        failures = bytearray((self._samples + 7) // 8)
        position = self._next_failure(availability)
        while position < self._samples:
            failures[position >> 3] |= 1 << (position & 7)
            position += 1 + self._next_failure(availability)
        return self.all_up & ~int.from_bytes(failures, "little")

    def _next_failure(self, availability: float) -> int:
        """States until one in which the component is down (geometric)."""
        if availability >= 1:
            return self._samples
        return int(min(log1p(-self._random.random()) / log(availability), self._samples))

    def share(self, states: int) -> Decimal:
        """Of all states, those that are set."""
        return Decimal(states.bit_count()) / self._samples
