"""What a failure of the database means to the service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ....domain._gen.errors import AlreadyExists, InvalidInput
from ....resilience.errors import DependencyUnavailable

_RETRY_AFTER = 1.0
"""Seconds after which another try makes sense."""

_AWAY_SQLITE = {"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_FULL"}
# Classes of SQLSTATE: connection lost, no resources, told to go, and conflicts that a retry solves.
_AWAY_POSTGRES = ("08", "53", "57P", "40001", "40P01", "55P03")
_TEXT_POSTGRES = {"22021", "22P05"}
_UNIQUE_POSTGRES = "23505"
_UNIQUE_SQLITE = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
_COLUMNS = re.compile(r"Key \((?P<postgres>.*?)\)=|UNIQUE constraint failed: (?P<sqlite>.+)$")


class StoreUnavailable(DependencyUnavailable):
    """The database gave no answer, or has no room for this request now."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__("store", _RETRY_AFTER, message)


@contextmanager
def translated() -> Iterator[None]:
    """Turn errors of the database into those that the rest of the service knows."""
    try:
        yield
    except SQLAlchemyError as error:
        meaning = _meaning(error)
        if meaning is None:
            raise
        raise meaning from error


def _meaning(error: SQLAlchemyError) -> Exception | None:
    """The service's word for it; `None` where it is a fault of ours."""
    if isinstance(error, PoolTimeoutError):
        return StoreUnavailable("every connection to the store is in use")
    if not isinstance(error, DBAPIError):
        return None
    state = _state(error)
    if state == _UNIQUE_POSTGRES or state in _UNIQUE_SQLITE:
        return AlreadyExists(_taken(error))
    if state in _TEXT_POSTGRES:
        return InvalidInput("a text holds a character that cannot be stored")
    if error.connection_invalidated or state in _AWAY_SQLITE or state.startswith(_AWAY_POSTGRES):
        return StoreUnavailable()
    return None


def _state(error: DBAPIError) -> str:
    """SQLSTATE on PostgreSQL, the name of the result code on SQLite."""
    found = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
    return str(found or "")


def _taken(error: DBAPIError) -> str:
    """Says which columns, never their values: those may be personal."""
    driver_error = getattr(error.orig, "__cause__", None)
    found = _COLUMNS.search(str(getattr(driver_error, "detail", None) or error.orig))
    if found is None:
        return "one with these values exists already"
    columns = found["postgres"] or found["sqlite"]
    names = (name.strip().rpartition(".")[2].strip('"') for name in columns.split(","))
    return f"one with this {' and '.join(f'`{name}`' for name in names)} exists already"
