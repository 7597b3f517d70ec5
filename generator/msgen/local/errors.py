"""What stops `msgen up`, as the user is told it."""

from __future__ import annotations


class LocalError(Exception):
    """The system cannot go on; `code` is the exit code of the command."""

    code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UnknownServiceError(LocalError):
    """`--only` names a service that the system does not have."""

    code = 2


class EnvironmentLacksError(LocalError):
    """Something outside the spec is missing: a tool, a folder, the right to run here."""

    code = 3
