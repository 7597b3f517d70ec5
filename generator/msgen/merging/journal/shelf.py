"""What is decided for one repository waits on the disk until it is decided for all of them."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterable
from typing import NamedTuple, cast

from msgen.merging.destination import Existing
from msgen.merging.journal.writes import Write
from msgen.rendering.tree import File, Owner

_IN_MEMORY = 1 << 20
"""Bytes that are kept without a file: an update of a few services writes less."""


class _Place(NamedTuple):
    """Where a content lies on the shelf, with what is to be known of it."""

    start: int
    length: int
    mode: int
    said: str
    """The owner of a file that is written, the obstacle of one that stands there."""


class Shelf:
    """A file that has no name, so that nothing is left of it however the run ends."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        self._end = 0
        weakref.finalize(self, self._file.close)

    def holding(self, writes: Iterable[Write]) -> tuple[Write, ...]:
        """The same writes; their contents are on the shelf, and not in memory."""
        return tuple(ShelvedWrite(self, write) for write in writes)

    def put(self, content: bytes) -> int:
        """Where it begins."""
        start = self._end
        self._file.seek(start)
        self._file.write(content)
        self._end += len(content)
        return start

    def content(self, place: _Place) -> bytes:
        self._file.seek(place.start)
        return self._file.read(place.length)


class ShelvedWrite(Write):
    """A write that brings its contents when they are asked for."""

    __slots__ = ("_new", "_old", "_shelf")
    _shelf: Shelf
    _old: _Place | None
    _new: _Place | None

    def __init__(self, shelf: Shelf, write: Write) -> None:
        old, new = write.before, write.after
        for name, value in (
            ("path", write.path),
            ("moved_from", write.moved_from),
            ("_shelf", shelf),
            ("_old", _placed(shelf, old, old.obstacle) if old is not None else None),
            ("_new", _placed(shelf, new, new.owner) if new is not None else None),
        ):
            object.__setattr__(self, name, value)

    @property
    def before(self) -> Existing | None:
        place = self._old
        return None if place is None else Existing(self._shelf.content(place), place.mode, place.said)

    @property
    def after(self) -> File | None:
        place = self._new
        return None if place is None else File(self._shelf.content(place), place.mode, cast(Owner, place.said))

    @property
    def finds_something(self) -> bool:
        return self._old is not None

    @property
    def leaves_something(self) -> bool:
        return self._new is not None


def _placed(shelf: Shelf, side: Existing | File, said: str) -> _Place:
    return _Place(shelf.put(side.content), len(side.content), side.mode, said)
