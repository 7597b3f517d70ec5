"""What an update leaves to a person is settled with one command, to exactly one of the two sides."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from situations.claims import Snapshot, snapshot
from situations.edits import Edit, delete
from situations.generated import Generated
from situations.rows import ROWS, Row
from situations.running import msgen, pending, stages
from situations.settings import at_the_root, without_git

WAITING = [row for row in ROWS if row.pending and row.number != 48]


@pytest.mark.parametrize("side", ["ours", "theirs"])
@pytest.mark.parametrize("row", WAITING, ids=lambda row: row.name)
def test_what_waits_is_settled_for_either_side(row: Row, side: str, generated: Generated, tmp_path: Path) -> None:
    project = at_the_root(generated.pristine, tmp_path, row)
    assert msgen("update", project, "--blueprints", generated.blueprints["v2"]).code == 1

    outcomes = [msgen("resolve", project / path, f"--{side}") for path in row.pending]

    assert [outcome.code for outcome in outcomes] == [0], outcomes
    wanted = row.required_edit if side == "ours" else row.blueprints_side
    assert snapshot(project) == _new_version(generated, wanted, tmp_path / "wanted")
    assert not pending(project)
    assert not stages(project)
    again = msgen("update", project, "--blueprints", generated.blueprints["v2"])
    assert again.code == 0, again.said


def test_status_names_the_files_that_a_person_deleted(generated: Generated, tmp_path: Path) -> None:
    project = _updated_with_deleted_files(generated, tmp_path)

    outcome = msgen("status", project)

    assert outcome.code == 0
    assert "Makefile" in outcome.said
    assert "model.py" in outcome.said


def test_restore_brings_a_deleted_file_as_the_new_version_has_it(generated: Generated, tmp_path: Path) -> None:
    project = _updated_with_deleted_files(generated, tmp_path)

    outcome = msgen("restore", project / "model.py")

    assert outcome.code == 0, outcome.said
    assert snapshot(project) == _new_version(generated, delete("Makefile"), tmp_path / "wanted")


def _updated_with_deleted_files(generated: Generated, folder: Path) -> Path:
    """As in rows 11 and 12."""
    project = without_git(generated.pristine, folder, ROWS[10])
    ROWS[11].edit(project)
    assert msgen("update", project, "--blueprints", generated.blueprints["v2"]).code == 0
    return project


def _new_version(generated: Generated, edit: Edit, folder: Path) -> Snapshot:
    project = shutil.copytree(generated.updated("blueprint"), folder, symlinks=True)
    edit(project)
    return _without_side_files(snapshot(project))


def _without_side_files(found: Snapshot) -> Snapshot:
    return {path: entry for path, entry in found.items() if not path.endswith(".msgen-new")}
