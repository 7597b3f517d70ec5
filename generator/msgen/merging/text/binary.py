"""Which contents are merged line by line."""

from __future__ import annotations

_LOOKED_AT = 8000


def is_binary(content: bytes) -> bool:
    """Whether a zero byte stands near the start, as git decides it."""
    return b"\0" in content[:_LOOKED_AT]
