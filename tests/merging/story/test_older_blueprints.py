"""The older blueprints of the story are today's with a few changes taken back, each of which still fits."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from msgen import resources
from story.older import OLDER, SPEC_CHANGE, older_blueprints
from story.patches import StalePatch, apply, patches, paths, said


def test_every_change_fits_the_blueprints_of_today(tmp_path: Path) -> None:
    older = older_blueprints(tmp_path)

    touched = {after.removeprefix("blueprints/") for patch in patches(OLDER) for _, after in paths(patch)}
    assert len(touched) >= 20
    for path in touched:
        now, then = resources.blueprints() / path, older / path
        assert not (now.is_file() and then.is_file() and now.read_bytes() == then.read_bytes()), path


def test_the_change_of_the_design_fits_the_sample_of_today(tmp_path: Path) -> None:
    shutil.copy(resources.samples() / "bistro" / "msgen.yaml", tmp_path)

    apply(SPEC_CHANGE, tmp_path)

    assert "was: accounts" in (tmp_path / "msgen.yaml").read_text("utf-8")


def test_a_change_that_fits_no_more_is_named(tmp_path: Path) -> None:
    with pytest.raises(StalePatch, match=r"`03-retry\.patch` does not fit any more"):
        apply(OLDER / "03-retry.patch", tmp_path)


def test_every_patch_begins_with_what_it_is_about() -> None:
    for patch in patches(OLDER):
        assert said(patch).endswith("."), patch.name
