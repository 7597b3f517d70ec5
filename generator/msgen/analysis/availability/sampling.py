"""Many states of a system at once: one bit of a number for each, so that `&` and `|` decide all of them together."""

from __future__ import annotations

from decimal import Decimal
from math import log, log1p
from random import Random

SAMPLES = 100_000
ALL_UP = (1 << SAMPLES) - 1
SEED = 20_170_401
"""Any number will do; it is fixed, so that the same design has the same figures."""


def states(component: str, availability: float) -> int:
    """The states in which a component is up, set bits, drawn for itself: it jumps from failure to failure."""
    if availability <= 0:
        return 0
    random = Random(f"{SEED} {component}")
    failures = bytearray((SAMPLES + 7) // 8)
    position = _next_failure(random, availability)
    while position < SAMPLES:
        failures[position >> 3] |= 1 << (position & 7)
        position += 1 + _next_failure(random, availability)
    return ALL_UP & ~int.from_bytes(failures, "little")


def share(states: int) -> Decimal:
    """Of all states, those that are set."""
    return Decimal(states.bit_count()) / SAMPLES


def _next_failure(random: Random, availability: float) -> int:
    """States until one in which the component is down (geometric)."""
    if availability >= 1:
        return SAMPLES
    return int(min(log1p(-random.random()) / log(availability), SAMPLES))
