"""The locks of a system's repositories, each read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.merging.lock import Lock
from msgen.merging.recorded import RecordedSystem, lock_of


class Locks(Mapping[str, Lock]):
    """By service, of those that are there; the system's own has an empty name.

    One that cannot be read concerns only those who ask for it. The last one that was read is kept: all are a lot.
    """

    def __init__(self, system: RecordedSystem) -> None:
        absent = system.absent
        self._system = system
        self._folders = {name: folder for name, folder in system.folders.items() if name not in absent}
        self._last = ("", system.lock)

    def __getitem__(self, name: str) -> Lock:
        """Raises `RecordUnreadable` where it is broken."""
        if name == "":
            return self._system.lock
        if self._last[0] != name:
            self._last = (name, lock_of(self._system, self._folders[name]))
        return self._last[1]

    def __iter__(self) -> Iterator[str]:
        yield from ("", *self._folders)

    def __len__(self) -> int:
        return 1 + len(self._folders)
