"""`orders, payments`."""

from __future__ import annotations

from functools import cache

from msgen.cli.wizard.notation.parts import checked, once, parts
from msgen.cli.wizard.notation.problems import NotationError
from msgen.design.names import NAME


@cache
def names(text: str) -> tuple[str, ...]:
    """Names with commas between them.

    >>> names("orders, payments")
    ('orders', 'payments')
    """
    found = once(checked(part, NAME) for part in parts(text, ","))
    if not found:
        raise NotationError("one name at least, as `orders`; several with commas, as `orders, payments`")
    return found
