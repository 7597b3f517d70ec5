"""The command line inside this process, and what it leaves behind."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest

from msgen.cli.app import main
from situations.claims import Entry, Snapshot
from situations.edits import git

REGION = re.compile(
    rb"^<<<<<<< yours\r?\n(?P<yours>.*?)^\|{7}.*?^=======\r?\n(?P<theirs>.*?)^>>>>>>> blueprint 2\.0(?:\r?\n|\Z)",
    re.M | re.S,
)


class Outcome(NamedTuple):
    code: int
    said: str
    """On both channels."""


def msgen(*arguments: str | Path) -> Outcome:
    """Run the command without a terminal."""
    said = io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["msgen", *map(str, arguments)]),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO())),
        mock.patch.dict("os.environ", {"NO_COLOR": "1", "COLUMNS": "200"}),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    assert isinstance(ended.value.code, int)
    return Outcome(ended.value.code, said.getvalue())


def contents(folder: Path, without: str | None = None) -> Mapping[str, tuple[int, bytes]]:
    """Every file and link with its exact mode, the record included; but for what lies in folders of a name."""
    found = {}
    for path in sorted(folder.rglob("*")):
        shown = path.relative_to(folder)
        if without not in shown.parts and (path.is_symlink() or path.is_file()):
            content = os.fsencode(os.readlink(path)) if path.is_symlink() else path.read_bytes()
            found[shown.as_posix()] = (path.lstat().st_mode, content)
    return found


def times(folder: Path) -> Mapping[str, int]:
    """When each file and folder changed last."""
    return {path.as_posix(): path.lstat().st_mtime_ns for path in (folder, *sorted(folder.rglob("*")))}


def pending(project: Path) -> Mapping[str, str]:
    """What the records say is left for a person, with paths from the project."""
    found = {}
    for lock in sorted(project.rglob(".msgen/lock.json")):
        for entry in json.loads(lock.read_bytes())["pending"]:
            found[(lock.parents[1] / entry["path"]).relative_to(project).as_posix()] = entry["kind"]
    return found


def regions(found: Snapshot) -> Mapping[str, int]:
    """How many conflicts each file shows."""
    counts = {path: len(REGION.findall(entry.content)) for path, entry in found.items()}
    return {path: count for path, count in counts.items() if count}


def settled(found: Snapshot, side: str) -> Snapshot:
    """The files with every region replaced by one of its sides, `yours` or `theirs`."""
    return {
        path: Entry(mode, REGION.sub(rb"\g<%s>" % side.encode(), content)) for path, (mode, content) in found.items()
    }


def stages(project: Path) -> Mapping[str, Mapping[int, bytes]]:
    """The content of each stage of the files that git's index has as conflicts."""
    found: dict[str, dict[int, bytes]] = {}
    for line in git(project, "ls-files", "--unmerged", "-z").decode().split("\0"):
        if line:
            description, path = line.split("\t")
            _, blob, stage = description.split()
            found.setdefault(path, {})[int(stage)] = git(project, "cat-file", "blob", blob)
    return found
