"""A system that nobody touched is, after an update, the one that would be generated: every sample, every blueprint."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest
from command_line import Msgen, contents

from msgen import resources
from msgen.rendering.blueprint import IGNORED, available

SAMPLES = sorted(folder.name for folder in resources.samples().iterdir() if folder.is_dir())
WRITTEN_ONCE = "migrations/versions"
"""What is there depends on history: it is never written anew."""


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Blueprints of an earlier time: of each, every text was another, a file was missing and one was there."""
    root = tmp_path_factory.mktemp("older")
    ignored = shutil.ignore_patterns(*IGNORED)
    shutil.copytree(resources.partials(), root / "partials", ignore=ignored)
    shutil.copytree(resources.blueprints(), root / "blueprints", symlinks=True, ignore=ignored)
    for name in available():
        age(root / "blueprints" / name / "template")
    return root / "blueprints"


def age(template: Path) -> None:
    files = [path for path in sorted(template.rglob("*")) if path.is_file() and WRITTEN_ONCE not in str(path)]
    for path in files:
        with path.open("ab") as text:
            text.write(b"// older\n")
    copied = [path for path in files if path.suffix != ".jinja" and "{%" not in str(path.relative_to(template))]
    for path, change in zip(copied, (Path.unlink, run_by_all, under_another_name), strict=False):
        change(path)
    (template / f"older-{template.parent.name}.txt").write_text("older\n")


def run_by_all(path: Path) -> None:
    path.chmod(0o755)


def under_another_name(path: Path) -> None:
    path.rename(path.with_name(f"older-{path.name}"))


@pytest.mark.parametrize("sample", SAMPLES)
def test_an_untouched_sample_is_what_the_blueprints_of_today_generate(
    msgen: Msgen, older: Path, tmp_path: Path, sample: str
) -> None:
    today = resources.blueprints()
    for folder, blueprints in (("updated", older), ("fresh", today)):
        outcome = msgen("new", folder, "--sample", sample, "--yes", "--blueprints", blueprints)
        assert outcome.code == 0, outcome.stderr
    before = hashes(tmp_path / "updated")

    outcome = msgen("update", "updated", "--blueprints", today)

    assert outcome.code == 0, outcome.stderr
    now = hashes(tmp_path / "fresh")
    blueprints_used = now.keys() & {*available()}
    assert {name for name in blueprints_used if before.get(name) != now[name]} == blueprints_used
    updated, fresh = whole(tmp_path / "updated"), whole(tmp_path / "fresh")
    assert sorted(path for path in {*updated, *fresh} if updated.get(path) != fresh.get(path)) == []
    assert msgen("update", "updated", "--blueprints", today, "--check").code == 0


def hashes(system: Path) -> Mapping[str, Mapping[str, str]]:
    """By blueprint, what the records say of its files; append-only ones are left out."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for lock in system.rglob(".msgen/lock.json"):
        for entry in json.loads(lock.read_bytes())["files"]:
            if entry["owner"] != "A":
                path = lock.parents[1].relative_to(system) / entry["path"]
                found[entry["id"].partition(":")[0]][path.as_posix()] = entry["sha256"]
    return found


def whole(system: Path) -> Mapping[str, tuple[str, bytes]]:
    """Every byte and mode, but for what only `undo` needs."""
    return {path: each for path, each in contents(system).items() if not path.startswith(".msgen/undo")}
