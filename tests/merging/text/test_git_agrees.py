"""The plain merge gives what git gives: equal where git is clean, or a conflict; never another clean text."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from msgen.merging.text import Labels, merge_text

ROOT = Path(__file__).resolve().parents[3]
LABELS = Labels("yours", "blueprint 1.4")


def texts() -> list[list[bytes]]:
    found = (path.read_bytes().splitlines(keepends=True) for path in sorted(ROOT.glob("blueprints/*/template/**/*.py")))
    return [lines for lines in found if 30 < len(lines) < 200]


def edited(chance: random.Random, lines: list[bytes], pool: list[bytes]) -> bytes:
    """One to five edits: lines deleted, inserted, copied from elsewhere, changed, moved."""
    result = list(lines)
    for number in range(chance.randrange(1, 6)):
        at, count = chance.randrange(len(result) + 1), chance.randrange(1, 6)
        block = result[at : at + count]
        match chance.randrange(5):
            case 0:
                result[at : at + count] = []
            case 1:
                result[at:at] = [b"new %d\n" % chance.randrange(1000) for _ in range(count)]
            case 2:
                result[at:at] = pool[at : at + count * 3]
            case 3:
                result[at : at + 1] = [b"changed %d\n" % number]
            case 4:
                result[at : at + count] = []
                there = chance.randrange(len(result) + 1)
                result[there:there] = block
    return b"".join(result)


def merged_by_git(folder: Path, base: bytes, yours: bytes, theirs: bytes) -> tuple[bool, bytes]:
    for name, content in (("base", base), ("yours", yours), ("theirs", theirs)):
        (folder / name).write_bytes(content)
    labels = [option for label in ("yours", "", "blueprint 1.4") for option in ("-L", label)]
    command = ["git", "merge-file", "--zdiff3", "-p", *labels, "yours", "base", "theirs"]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return run.returncode == 0, run.stdout.replace(b"||||||| \n", b"|||||||\n")


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_random_merges_are_those_of_git(tmp_path: Path) -> None:
    known = texts()
    seen: Counter[str] = Counter()
    for seed in range(200):
        chance = random.Random(seed)
        lines, pool = chance.choice(known), chance.choice(known)
        base, yours, theirs = b"".join(lines), edited(chance, lines, pool), edited(chance, lines, pool)
        is_clean, text = merged_by_git(tmp_path, base, yours, theirs)
        result = merge_text(base, yours, theirs, path="notes.txt")
        outcome = "equal" if result.inline(LABELS) == text else "conflict" if result.clashes else "other"
        seen[f"clean for git, {outcome}" if is_clean else f"conflict for git, {outcome}"] += 1

    clean = seen["clean for git, equal"] + seen["clean for git, conflict"] + seen["clean for git, other"]
    assert clean >= 50
    assert seen["clean for git, other"] == 0
    assert seen["clean for git, equal"] / clean >= 0.97
