"""The errors that a use case may raise; each protocol says them in its own words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of the input."""

    field: str
    message: str


class ServiceError(Exception):
    """The caller's request cannot be fulfilled; `message` is written for the caller."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidInput(ServiceError):
    """The input can be read, but breaks a rule."""

    def __init__(self, message: str, problems: tuple[FieldProblem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class Unauthenticated(ServiceError):
    """There is no token, or it is not valid."""


class PermissionDenied(ServiceError):
    """The token lacks a scope."""


class NotFound(ServiceError):
    """What the request names does not exist."""


class AlreadyExists(ServiceError):
    """A value that must be unique is taken."""


class VersionMissing(ServiceError):
    """A change must say which version it changes."""


class VersionMismatch(ServiceError):
    """Somebody else changed it first."""


class IdempotencyKeyInProgress(ServiceError):
    """The first request with this key has not been answered yet."""


class IdempotencyKeyReused(ServiceError):
    """The key was used before, for another request."""
