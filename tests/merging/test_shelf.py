"""What is decided for one repository waits on the disk, and comes back as it was."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from msgen.merging.destination import Existing
from msgen.merging.journal import shelf as module
from msgen.merging.journal.shelf import Shelf
from msgen.merging.journal.writes import Write
from msgen.rendering.tree import EXECUTABLE, REGULAR, SYMLINK, File

WRITES = (
    Write("a.txt", None, File(b"new\n", REGULAR, "A")),
    Write("b.sh", Existing(b"old\n", REGULAR), File(b"newer\n", EXECUTABLE, "G"), moved_from="c.sh"),
    Write("gone", Existing(b"target", SYMLINK), None),
    Write("docs/x", Existing(b"", 0, obstacle="docs"), File(b"", REGULAR, "H")),
)


@pytest.mark.parametrize("in_memory", [0, 1 << 20])
def test_a_shelf_gives_every_write_back_as_it_was(in_memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_IN_MEMORY", in_memory or 1)

    shelved = Shelf().holding(WRITES)

    assert [(each.path, each.before, each.after, each.moved_from) for each in shelved] == [
        (each.path, each.before, each.after, each.moved_from) for each in WRITES
    ]
    assert [(each.finds_something, each.leaves_something) for each in shelved] == [
        (each.finds_something, each.leaves_something) for each in WRITES
    ]


def test_a_shelf_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(module, "_IN_MEMORY", 1)

    shelved = Shelf().holding(WRITES)

    assert shelved[0].after == WRITES[0].after
    assert list(tmp_path.iterdir()) == []
