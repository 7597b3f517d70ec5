"""What is wrong in a type expression, and where in it."""

from __future__ import annotations


class TypeExpressionError(ValueError):
    """A type expression that does not follow the grammar.

    `offset` counts characters from the beginning of the expression; `at_key` is a key of the long form.
    """

    def __init__(self, message: str, hint: str = "", offset: int = 0, length: int = 0, at_key: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.offset = offset
        self.length = max(length, 1) if offset else length
        self.at_key = at_key
