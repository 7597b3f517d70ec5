"""What the C library does with large blocks of memory, of which records and packs are made."""

from __future__ import annotations

from contextlib import suppress

_MMAP_THRESHOLD = -3
"""`M_MMAP_THRESHOLD` of glibc's `malloc.h`."""
_BYTES = 128 * 1024
"""What it begins with."""


def give_back_large_blocks() -> None:
    """Have them given back to the system as soon as nobody needs them.

    glibc maps a block of its own for each, but only until the first one is freed: from then on it keeps blocks of that
    size for later ones, between what is still needed. Saying the number once keeps it. Elsewhere nothing is done.
    """
    import ctypes

    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _BYTES)
