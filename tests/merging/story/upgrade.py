"""The story itself: generate, edit, change the design, update, settle."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from situations.edits import environment, git

from msgen import resources
from story.older import SPEC_CHANGE, older_blueprints
from story.patches import apply, patches, paths, said
from story.resolve import Side, resolve

EDITS = Path(__file__).with_name("edits")
GENERATOR = Path(__file__).resolve().parents[3] / "generator"

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Upgrade:
    """What stood there at each step, by path, and what the update said."""

    system: Path
    generated: Files
    """Before anybody edited anything."""
    edited: Files
    updated: Files
    renewed: Files
    """What the update would have given without edits, as far as it is recorded."""
    resolved: Files
    changes: Mapping[str, Mapping[str, object]]
    """By the path until now."""
    waiting: Sequence[str]
    code: int
    code_afterwards: int
    """Of one more update, when all was settled."""

    @property
    def touched(self) -> Mapping[int, Sequence[tuple[str, str]]]:
        """The paths of each edit, before and after it."""
        return {number(patch): paths(patch) for patch in patches(EDITS)}

    @property
    def outcomes(self) -> Counter[str]:
        """What became of the files that people edited."""
        edited = {after for each in self.touched.values() for _, after in each if after in self.edited}
        return Counter(str(self.changes[path]["action"]) if path in self.changes else "identical" for path in edited)

    def meets_the_update(self, edit: int) -> bool:
        """Whether it touches a line that the update changes too, or one beside such a line."""
        return any(self._meet(before, after) for before, after in self.touched[edit])

    def _meet(self, before: str, after: str) -> bool:
        old, mine = self.generated.get(before, b""), self.edited.get(after)
        now = self.changes.get(after, {}).get("path", after)
        theirs = self.renewed.get(str(now)) or self.renewed.get(before)
        if mine is None or theirs is None:
            return mine is None and before not in self.renewed
        return bool(_changed_lines(old, mine) & _changed_lines(old, theirs))


def number(patch: Path) -> int:
    return int(patch.name[:2])


def token(edit: int) -> str:
    """What the edit writes somewhere, and nothing else does."""
    return f"edit-{edit:02}"


def upgrade(folder: Path) -> Upgrade:
    system = folder / "bistro"
    _msgen("new", system, "--sample", "bistro", "--yes", "--blueprints", older_blueprints(folder / "older"))
    generated = files(system)
    _commit_all(system, "As generated")
    for patch in patches(EDITS):
        apply(patch, system)
        _commit_all(system, said(patch))
    edited = files(system)
    apply(SPEC_CHANGE, system)
    _commit_all(system, said(SPEC_CHANGE))
    today = ("--blueprints", resources.blueprints())
    code, said_ = _msgen("update", system, "--json", *today, ends=(0, 1))
    report = json.loads(said_)
    updated, renewed = files(system), _recorded(system)
    resolve(system, report["pending"], lambda path, side: _settle(system / path, side))
    code_afterwards, _ = _msgen("update", system, *today, ends=(0, 1))
    return Upgrade(
        system=system,
        generated=generated,
        edited=edited,
        updated=updated,
        renewed=renewed,
        resolved=files(system),
        changes={
            change["moved_from"] or change["path"]: change
            for part in report["repositories"]
            for change in part["changes"]
        },
        waiting=report["pending"],
        code=code,
        code_afterwards=code_afterwards,
    )


def files(system: Path) -> Files:
    """All but what msgen and git keep for themselves."""
    return {
        path.relative_to(system).as_posix(): path.read_bytes()
        for path in sorted(system.rglob("*"))
        if path.is_file() and not {".git", ".msgen"} & {*path.relative_to(system).parts}
    }


def _settle(path: Path, side: Side) -> None:
    _msgen("resolve", path, side)


def _msgen(*arguments: str | Path, ends: Sequence[int] = (0,)) -> tuple[int, str]:
    """The exit code, and what it prints for programs."""
    command = [sys.executable, "-m", "msgen", *map(str, arguments)]
    own = {**environment(), "PYTHONPATH": str(GENERATOR)}
    done = subprocess.run(command, env=own, capture_output=True, text=True)
    assert done.returncode in ends, f"msgen {' '.join(command[3:])}\n{done.stdout}{done.stderr}"
    return done.returncode, done.stdout


def _commit_all(system: Path, message: str) -> None:
    if not (system / ".git").exists():
        git(system, "init", "--quiet")
    git(system, "add", "--all")
    git(system, "commit", "--quiet", "-m", message)


def _recorded(system: Path) -> Files:
    """What msgen generated last, from its records."""
    found = {}
    for pack in sorted(system.rglob(".msgen/base.tar.gz")):
        folder = pack.parents[1].relative_to(system)
        with tarfile.open(fileobj=io.BytesIO(pack.read_bytes())) as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is not None and not member.name.startswith(".msgen/"):
                    found[(folder / member.name).as_posix()] = content.read()
    return found


def _changed_lines(old: bytes, new: bytes) -> set[int]:
    """Numbers of the lines of `old` that are other ones in `new`, and of those that new ones stand before."""
    matcher = SequenceMatcher(None, _lines(old), _lines(new), autojunk=False)
    ranges = [(first, max(last, first + 1)) for tag, first, last, _, _ in matcher.get_opcodes() if tag != "equal"]
    return {line for first, last in ranges for line in range(first, last)}


def _lines(content: bytes) -> list[bytes]:
    return [line.rstrip() for line in re.split(rb"\n", content)]


def copied(system: Path, folder: Path) -> Path:
    """The files without git's, to be run elsewhere."""
    return Path(shutil.copytree(system, folder, symlinks=True, ignore=shutil.ignore_patterns(".git")))


def written(found: Files, folder: Path) -> Path:
    for path, content in found.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder
