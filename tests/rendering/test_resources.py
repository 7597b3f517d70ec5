from __future__ import annotations

from pathlib import Path

import pytest

from msgen import resources


def test_a_checkout_finds_its_own_folders() -> None:
    root = Path(__file__).parents[2]

    assert [resources.blueprints(), resources.partials(), resources.samples()] == [
        root / "blueprints",
        root / "partials",
        root / "samples",
    ]


def test_an_installation_reads_what_is_bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_bundled/blueprints").mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)

    assert resources.blueprints() == tmp_path / "_bundled/blueprints"


def test_an_incomplete_installation_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "a/msgen")

    with pytest.raises(resources.ResourcesMissing, match=r"(?s)incomplete: there is no folder.*hint: install it again"):
        resources.samples()
