"""What each error means to the caller, the same over HTTP and gRPC."""

from __future__ import annotations

from dataclasses import dataclass

from ..domain._gen import errors as domain
from ..resilience.errors import CallTimedOut, DependencyFailed, DependencyUnavailable
from ..resilience.limiter import RateLimited
from .deadline import DeadlineExceeded


class Overloaded(Exception):
    """More requests are in flight than the service can serve in time."""

    def __init__(self) -> None:
        super().__init__("too many requests are in flight")
        self.retry_after = 1.0


@dataclass(frozen=True, slots=True)
class Failure:
    """One row of the table: the status in both protocols, and what may be said about it."""

    status: int
    """The status of HTTP."""
    code: str
    """The name of the gRPC status."""
    title: str
    detail: str = ""
    retry_after: float | None = None
    """Seconds."""
    problems: tuple[domain.FieldProblem, ...] = ()


_ROWS: tuple[tuple[type[Exception], int, str, str], ...] = (
    (domain.InvalidInput, 422, "INVALID_ARGUMENT", "Invalid input"),
    (domain.Unauthenticated, 401, "UNAUTHENTICATED", "Not authenticated"),
    (domain.PermissionDenied, 403, "PERMISSION_DENIED", "Permission denied"),
    (domain.NotFound, 404, "NOT_FOUND", "Not found"),
    (domain.AlreadyExists, 409, "ALREADY_EXISTS", "Already exists"),
    (domain.IdempotencyKeyInProgress, 409, "ABORTED", "Idempotency key in progress"),
    (domain.IdempotencyKeyReused, 422, "INVALID_ARGUMENT", "Idempotency key reused"),
    (domain.VersionMissing, 428, "INVALID_ARGUMENT", "Version missing"),
    (domain.VersionMismatch, 412, "ABORTED", "Version mismatch"),
    (RateLimited, 429, "RESOURCE_EXHAUSTED", "Too many requests"),
    (Overloaded, 503, "UNAVAILABLE", "Overloaded"),
    (CallTimedOut, 504, "DEADLINE_EXCEEDED", "Dependency too slow"),
    (DependencyUnavailable, 503, "UNAVAILABLE", "Dependency unavailable"),
    (DeadlineExceeded, 504, "DEADLINE_EXCEEDED", "Deadline exceeded"),
)

EXPECTED = (
    domain.ServiceError,
    RateLimited,
    Overloaded,
    DependencyUnavailable,
    DeadlineExceeded,
)
"""Errors that have a row; any other one is a fault of ours."""

_OUR_FAULT = Failure(500, "INTERNAL", "Internal error", "the service failed; the fault is recorded")

_PASSED_ON = {
    "INVALID_ARGUMENT": (422, "Invalid input"),
    "NOT_FOUND": (404, "Not found"),
    "ALREADY_EXISTS": (409, "Already exists"),
    "PERMISSION_DENIED": (403, "Permission denied"),
    "ABORTED": (409, "Conflict"),
    "FAILED_PRECONDITION": (409, "Conflict"),
}
"""Refusals of a dependency that most likely speak about what our own caller sent."""


def failure_of(error: BaseException) -> Failure:
    """The row of the error. What nobody foresaw is told to nobody."""
    if isinstance(error, DependencyFailed):
        return _failure_of_dependency(error)
    for kind, status, code, title in _ROWS:
        if isinstance(error, kind):
            return Failure(
                status,
                code,
                title,
                str(error),
                _retry_after(error, status),
                error.problems if isinstance(error, domain.InvalidInput) else (),
            )
    return _OUR_FAULT


def _failure_of_dependency(error: DependencyFailed) -> Failure:
    if error.kind == "rejected":
        row = _PASSED_ON.get(error.code)
        if row is None:
            return _OUR_FAULT
        status, title = row
        return Failure(status, error.code, title, error.message)
    if error.kind == "timeout":
        return Failure(504, "DEADLINE_EXCEEDED", "Dependency too slow", str(error))
    detail = f"`{error.dependency}` is not available"
    return Failure(503, "UNAVAILABLE", "Dependency unavailable", detail, _retry_after(error, 503))


def _retry_after(error: BaseException, status: int) -> float | None:
    """A caller that is sent away for now is told when to come back, if only roughly."""
    wish: float | None = getattr(error, "retry_after", None)
    return 1.0 if wish is None and status == 503 else wish
