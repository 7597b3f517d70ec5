"""A command that was called in a way that it cannot follow."""

from __future__ import annotations

from msgen.cli import exit_codes


class UsageError(Exception):
    exit_code = exit_codes.USAGE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message}\nhint: {hint}" if hint else message)
