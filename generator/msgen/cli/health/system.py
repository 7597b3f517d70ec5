"""The system in a folder: its spec, its baseline, its record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgen.cli.health.checkup import Check
from msgen.cli.spec_location import SPEC

_GROUP = "system"


def system(path: Path) -> Iterator[Check]:
    """Nothing where there is no spec: a folder without one is no mistake."""
    spec = path / SPEC if path.is_dir() else path
    if not spec.is_file():
        return
    yield _spec(spec)
    yield from _baseline(spec.parent)
    yield from _record(spec.parent)


def _spec(spec: Path) -> Check:
    from msgen.diagnostics import SpecError
    from msgen.spec import parse, read
    from msgen.topology import resolve

    try:
        topology = resolve(parse(read(spec)))
    except SpecError as error:
        return Check(_GROUP, "spec", "fail", error.render().splitlines()[0], f"msgen lint {spec}")
    return Check(_GROUP, "spec", "pass", f"{topology.name}, {len(topology.services)} services in `{spec}`")


def _baseline(folder: Path) -> Iterator[Check]:
    from msgen.lint.baseline import FILE, UnreadableBaselineError, fingerprints

    path = folder / FILE
    if not path.is_file():
        return
    try:
        known = fingerprints(path.read_text(encoding="utf-8"))
    except (UnreadableBaselineError, UnicodeDecodeError):
        yield Check(_GROUP, "baseline", "fail", f"`{path}` is no baseline", f"msgen lint {folder} --baseline")
        return
    yield Check(_GROUP, "baseline", "pass", f"{len(known)} known findings")


def _record(folder: Path) -> Iterator[Check]:
    from msgen.merging.errors import RecordTooNew, RecordUnreadable
    from msgen.merging.lock import LOCK, read_lock

    path = folder / LOCK
    if not path.is_file():
        return
    try:
        lock = read_lock(path.read_bytes(), folder)
    except (RecordTooNew, RecordUnreadable) as error:
        said, _, hint = str(error).partition("\nhint: ")
        yield Check(_GROUP, "record", "fail", said, hint or f"msgen adopt {folder}")
        return
    if lock.pending:
        waiting = "1 path waits for you" if len(lock.pending) == 1 else f"{len(lock.pending)} paths wait for you"
        yield Check(_GROUP, "record", "warn", waiting, f"msgen status {folder}")
        return
    yield Check(_GROUP, "record", "pass", f"{len(lock.files)} files of the system's own, by msgen {lock.msgen}")
