"""Every situation in every setting that can hold it: no edit is lost, and the rest is as newly generated."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import pytest

from situations.claims import Entry, Snapshot, snapshot
from situations.edits import Edit
from situations.generated import Generated
from situations.project import DESCRIPTION, OTHER_DESCRIPTION
from situations.rows import ROWS, Row
from situations.running import Outcome, contents, msgen, pending, regions, settled, stages, times
from situations.settings import IGNORED_FILE, SETTINGS, Setting, without_git

CASES = [
    pytest.param(row, setting, id=f"{row.number:02}-{row.name}-{setting.name}".replace(" ", "_"))
    for row in ROWS
    for setting in SETTINGS
    if row.number not in setting.cannot_hold
]


def test_there_are_49_rows_and_every_one_has_a_setting() -> None:
    assert [row.number for row in ROWS] == list(range(1, 50))
    assert all(any(row.number not in setting.cannot_hold for setting in SETTINGS) for row in ROWS)


@pytest.mark.parametrize(("row", "setting"), CASES)
def test_an_update_keeps_the_edit_and_brings_the_change(
    row: Row, setting: Setting, generated: Generated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = setting.keep(generated.pristine, tmp_path, row)
    _change_the_answer(project, row)
    before = snapshot(project)
    assert row.mine(before), "the edit is not what the row says"

    with monkeypatch.context() as context:
        if not setting.has_git:
            context.setenv("PATH", str(tmp_path))
        outcome = msgen("update", project, "--blueprints", generated.blueprints_of(row.update))

    after = snapshot(project)
    assert outcome.code == row.exit_code, outcome.said
    assert row.mine(after)
    assert row.brings(after)
    assert pending(project) == row.pending
    assert regions(after) == row.regions
    assert _as_required(row, settled(after, "yours")) == _required(
        row, setting, generated, row.required_edit, tmp_path / "yours"
    )
    if row.regions:
        other = _required(row, setting, generated, row.blueprints_side, tmp_path / "theirs")
        assert _as_required(row, settled(after, "theirs")) == other
    assert _of_people(before, generated, row) == _of_people(after, generated, row)
    _must_name(outcome, [*row.pending, *row.reported])
    if setting.has_git:
        assert stages(project) == _expected_stages(row, before, generated)


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.number not in SETTINGS[0].cannot_hold], ids=lambda row: row.name
)
def test_a_second_update_changes_nothing(row: Row, generated: Generated, tmp_path: Path) -> None:
    project = without_git(generated.pristine, tmp_path, row)
    _change_the_answer(project, row)
    blueprints = generated.blueprints_of(row.update)
    assert msgen("update", project, "--blueprints", blueprints).code == row.exit_code
    left = contents(project)

    again = msgen("update", project, "--blueprints", blueprints)

    assert again.code == row.exit_code, again.said
    assert contents(project) == left


def test_a_project_that_nobody_edited_becomes_a_newly_generated_one_record_included(
    generated: Generated, tmp_path: Path
) -> None:
    project = without_git(generated.pristine, tmp_path, ROWS[0])

    msgen("update", project, "--blueprints", generated.blueprints["v2"])

    assert contents(project, without="undo") == contents(generated.updated("blueprint"))


def test_an_update_with_nothing_changed_renders_nothing_and_touches_no_file(
    generated: Generated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def render(*_: object, **__: object) -> NoReturn:
        raise AssertionError("something is rendered")

    project = without_git(generated.pristine, tmp_path, ROWS[-1])
    before = contents(project), times(project)
    monkeypatch.setattr("msgen.rendering.engine.render_blueprint", render)

    outcome = msgen("update", project, "--blueprints", generated.blueprints["v1"])

    assert outcome.code == 0, outcome.said
    assert (contents(project), times(project)) == before


def _change_the_answer(project: Path, row: Row) -> None:
    if "answer" in row.update:
        spec = project / "msgen.yaml"
        spec.write_text(spec.read_text("utf-8").replace(DESCRIPTION, OTHER_DESCRIPTION), encoding="utf-8")


def _required(row: Row, setting: Setting, generated: Generated, edit: Edit, folder: Path) -> Mapping[str, object]:
    """The edit, done to the new version as it is generated afresh."""
    project = shutil.copytree(generated.updated(row.update), folder, symlinks=True)
    edit(project)
    if not setting.has_ignored_files:
        (project / IGNORED_FILE).unlink()
    return _as_required(row, snapshot(project))


def _as_required(row: Row, found: Snapshot) -> Mapping[str, object]:
    """What is compared: bytes and modes, or what a row counts as alike."""
    return {
        path: (entry.mode, row.alike[path](entry.content)) if path in row.alike else entry
        for path, entry in found.items()
        if path != ".gitmodules"
    }


def _of_people(found: Snapshot, generated: Generated, row: Row) -> Snapshot:
    """The files that no version generates, but for those that became one."""
    known = generated.files.keys() | snapshot(generated.updated(row.update)).keys()
    followed = {path for path in found if path.endswith(".msgen-new") or path == "domain.py"}
    return {path: entry for path, entry in found.items() if path not in known | followed}


def _must_name(outcome: Outcome, paths: list[str]) -> None:
    assert [path for path in paths if path not in outcome.said] == []


def _expected_stages(row: Row, before: Snapshot, generated: Generated) -> Mapping[str, Mapping[int, bytes]]:
    """Base, yours and theirs of each file that shows conflicts and that git knows."""
    theirs = snapshot(generated.updated(row.update))
    tracked = () if row.is_ignored else row.regions
    return {path: _sides(generated.files.get(path), before[path], theirs[path]) for path in tracked}


def _sides(*entries: Entry | None) -> Mapping[int, bytes]:
    return {stage: entry.content for stage, entry in enumerate(entries, start=1) if entry is not None}
