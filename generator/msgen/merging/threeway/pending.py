"""What waits for a person: conflicts, side files, orphans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgen.merging.change_set import Change
from msgen.merging.destination import Existing
from msgen.merging.lock import Pending
from msgen.merging.threeway.decide import REJECTED, SIDE

SIDE_FILES = (SIDE, REJECTED)
BEGIN = b"<<<<<<< yours"
FINISH = b">>>>>>> blueprint"

Read = Callable[[str], Existing | None]


def open_entries(entries: Iterable[Pending], read: Read) -> tuple[Pending, ...]:
    """Those that nobody has settled yet: the markers, the side file or the orphan are still there.

    `read` gives what stands at a path that is relative as those of the entries are.
    """
    return tuple(entry for entry in entries if _is_open(entry, read))


def pending_after(
    changes: Sequence[Change], earlier: Sequence[Pending], read: Read, folder: str
) -> tuple[Pending, ...]:
    """What a run leaves, with what earlier ones left and is open still; sorted by path.

    `read` gives what stands now, before the run, at a path relative to `folder`.
    """
    new = {_relative(change.path, folder): change.pending for change in changes if change.pending is not None}
    written = {_relative(write.path, folder): write.after for change in changes for write in change.writes}

    def afterwards(path: str) -> Existing | None:
        if path not in written:
            return read(path)
        file = written[path]
        return None if file is None else Existing(file.content, file.mode)

    moved = {
        _relative(change.moved_from, folder): _relative(change.path, folder) for change in changes if change.moved_from
    }
    still = open_entries((Pending(moved.get(entry.path, entry.path), entry.kind) for entry in earlier), afterwards)
    entries = {entry.path: entry for entry in still} | {path: Pending(path, kind) for path, kind in new.items()}
    return tuple(entries[path] for path in sorted(entries))


def has_regions(content: bytes) -> bool:
    """Whether the markers of a conflict are still in it, whole or half removed."""
    return any(line == BEGIN or line.startswith(FINISH) for line in content.replace(b"\r\n", b"\n").split(b"\n"))


def _is_open(entry: Pending, read: Read) -> bool:
    if entry.kind == "side file":
        return any(read(f"{entry.path}{side}") is not None for side in SIDE_FILES)
    existing = read(entry.path)
    if existing is None:
        return False
    return entry.kind == "orphan" or has_regions(existing.content)


def _relative(path: str, folder: str) -> str:
    return path.removeprefix(f"{folder}/") if folder else path
