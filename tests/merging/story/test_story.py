"""Forty edits of a system live through newer blueprints and another design; then all of it works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from situations.edits import environment

from story.figures import lost, published, table
from story.judges import complaints, failures, import_failures
from story.patches import patches, said
from story.resolve import RULES
from story.upgrade import EDITS, GENERATOR, Files, Upgrade, copied, number, token, written

pytestmark = pytest.mark.slow

WITHOUT_A_TOKEN = {35: "A manifest was deleted."}
"""What such an edit is."""
NO_BUDGET = "services/delivery/deploy/helm/templates/pod-disruption-budget.yaml"
"""What edit 35 deleted, under its new name."""
MOVED = "services/kitchen/src/kitchen/app/reject_ticket.py"
"""What edit 34 put elsewhere."""


def test_there_are_forty_edits_and_each_writes_its_token(story: Upgrade) -> None:
    edits = {number(patch): said(patch) for patch in patches(EDITS)}

    assert list(edits) == list(range(1, 41))
    silent = {edit: what for edit, what in edits.items() if not holding(story.edited, edit)}
    assert silent == WITHOUT_A_TOKEN


def test_every_module_of_the_older_system_can_be_imported(story: Upgrade, tmp_path: Path) -> None:
    assert import_failures(written(story.generated, tmp_path)) == ""


def test_many_of_them_touch_lines_that_the_update_changes(story: Upgrade) -> None:
    assert sum(map(story.meets_the_update, story.touched)) >= 15


def test_no_edit_is_lost_by_the_update(story: Upgrade) -> None:
    assert lost(story) == []


def test_every_edit_stands_in_the_system_when_its_conflicts_are_settled(story: Upgrade) -> None:
    missing = [edit for edit in story.touched if edit not in WITHOUT_A_TOKEN and not holding(story.resolved, edit)]

    assert missing == []


def test_what_waits_for_a_person_is_what_both_sides_changed(story: Upgrade) -> None:
    assert story.code == 1
    assert sorted(story.waiting) == sorted(RULES)


def test_nothing_waits_when_all_is_settled(story: Upgrade) -> None:
    assert story.code_afterwards == 0


def test_files_that_nobody_edited_are_as_msgen_generates_them_now(story: Upgrade) -> None:
    edited = {after for each in story.touched.values() for _, after in each}
    theirs = {str(story.changes.get(path, {}).get("path", path)) for path in edited}

    others = {path: content for path, content in story.renewed.items() if path not in theirs}
    assert [path for path, content in others.items() if story.updated.get(path) not in (content, None)] == []
    assert [path for path in others if path not in story.updated] == [NO_BUDGET, MOVED]


def test_a_deleted_file_stays_deleted_though_the_blueprint_calls_it_otherwise(story: Upgrade) -> None:
    assert NO_BUDGET in story.renewed
    assert NO_BUDGET not in story.updated


def test_a_moved_use_case_stays_where_it_was_put(story: Upgrade) -> None:
    assert MOVED not in story.updated
    assert token(34).encode() in story.updated["services/kitchen/src/kitchen/app/tickets/reject_ticket.py"]


def test_an_edited_file_moves_with_the_template_that_has_another_name(story: Upgrade) -> None:
    templates = "services/ordering/deploy/helm/templates"

    assert f"{templates}/pdb.yaml" not in story.updated
    merged = story.updated[f"{templates}/pod-disruption-budget.yaml"]
    assert token(12).encode() in merged
    assert b"unhealthyPodEvictionPolicy: AlwaysAllow\n" in merged


def test_an_import_follows_a_module_that_the_blueprint_calls_otherwise(story: Upgrade) -> None:
    module = story.updated["services/storefront/src/storefront/app/rush_hour.py"]

    assert b"from ..resilience.limiter import RateLimiter\n" in module
    assert token(33).encode() in module


def test_an_edited_use_case_moves_with_the_service_that_has_another_name(story: Upgrade) -> None:
    assert token(2).encode() in story.updated["services/customers/src/customers/app/get_customer.py"]


def test_a_reformatted_service_has_no_conflict_but_the_one_of_its_meaning(story: Upgrade) -> None:
    assert [path for path in story.waiting if path.startswith("services/delivery/")] == [
        "services/delivery/src/delivery/adapters/http/_gen/app.py"
    ]


def test_line_endings_of_windows_stay(story: Upgrade) -> None:
    readme = story.resolved["services/storefront/README.md"]

    assert readme.count(b"\r\n") == readme.count(b"\n") > 10


def test_a_picture_and_the_migrations_of_people_stay_as_they_are(story: Upgrade) -> None:
    for path in (
        "services/storefront/docs/logo.png",
        "services/kitchen/migrations/versions/0001_initial.py",
        "services/kitchen/migrations/versions/0002_tickets_by_state.py",
    ):
        assert story.updated[path] == story.edited[path]


def test_the_new_migration_follows_the_one_that_a_person_wrote(story: Upgrade) -> None:
    added = story.updated["services/kitchen/migrations/versions/0003_ticket_add_station.py"]

    assert b'down_revision = "0002_tickets_by_state"\n' in added


def test_the_page_of_figures_says_what_happened(story: Upgrade) -> None:
    assert published() == table(story), "run `.venv/bin/python tools/update_story.py`"


def test_ruff_and_mypy_are_content_with_every_service(story: Upgrade, tmp_path: Path) -> None:
    assert complaints(copied(story.system, tmp_path / "bistro"), tmp_path / "mypy") == ""


def test_the_tests_of_every_service_pass(story: Upgrade, tmp_path: Path) -> None:
    assert failures(copied(story.system, tmp_path / "bistro")) == ""


@pytest.mark.system
def test_the_system_starts(story: Upgrade, tmp_path: Path) -> None:
    system = copied(story.system, tmp_path / "bistro")
    command = [sys.executable, "-m", "msgen", "up", "--check", str(system)]

    done = subprocess.run(
        command, env={**environment(), "PYTHONPATH": str(GENERATOR)}, capture_output=True, text=True, timeout=600
    )

    assert done.returncode == 0, done.stdout + done.stderr


def holding(found: Files, edit: int) -> list[str]:
    """The files that have the edit's token."""
    return [path for path, content in found.items() if token(edit).encode() in content]
