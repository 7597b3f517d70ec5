"""A record that people edited, deleted or broke never becomes another base in silence: the update refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from situations.edits import Edit, convert, delete, replace, together, write
from situations.generated import Generated
from situations.running import contents, msgen, times

LOCK = ".msgen/lock.json"
PACK = ".msgen/base.tar.gz"


def _other_hash(content: bytes) -> bytes:
    return content.replace(json.loads(content)["base_hash"].encode(), b"0" * 64)


DAMAGES: dict[str, Edit] = {
    "the lock names another base": convert(LOCK, _other_hash),
    "the lock is deleted": delete(LOCK),
    "the lock is garbage": write(LOCK, b"{ by hand: [\n"),
    "the lock is empty": write(LOCK, b""),
    "the lock is a list": write(LOCK, b"[]\n"),
    "the lock is bytes": write(LOCK, b"\xff\xfe\0"),
    "the lock has no files": convert(LOCK, lambda content: content.replace(b'"files"', b'"file"')),
    "the lock knows an owner of its own": convert(
        LOCK, lambda content: content.replace(b'"owner": "G"', b'"owner": 1')
    ),
    "the pack is garbage": write(PACK, b"by hand"),
    "the pack is cut off": convert(PACK, lambda content: content[:-20]),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_an_update_from_a_damaged_record_writes_nothing_and_names_the_way_out(
    damage: Edit, generated: Generated, tmp_path: Path
) -> None:
    project = shutil.copytree(generated.pristine, tmp_path / "shop", symlinks=True)
    together(replace("app.py", "LIMIT = 100", "LIMIT = 200"), damage)(project)
    before = contents(project), times(project)

    outcome = msgen("update", project, "--blueprints", generated.blueprints["v2"])

    assert (contents(project), times(project)) == before
    assert outcome.code == 3, outcome.said
    assert f"msgen adopt {project}" in outcome.said


def test_a_lock_of_a_later_msgen_is_left_as_it_is(generated: Generated, tmp_path: Path) -> None:
    project = shutil.copytree(generated.pristine, tmp_path / "shop", symlinks=True)
    replace(LOCK, '"schema": 1', '"schema": 2')(project)
    before = contents(project), times(project)

    outcome = msgen("update", project, "--blueprints", generated.blueprints["v2"])

    assert (contents(project), times(project)) == before
    assert outcome.code == 3, outcome.said
    assert "a later one" in outcome.said
