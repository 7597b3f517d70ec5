"""The command line inside this process, which renders a second system much faster than a new process would."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest
from command_line import SHOP, Msgen, Outcome, run

from msgen.cli.app import main


@pytest.fixture
def msgen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Msgen:
    """Runs `msgen` with the arguments; the current folder is `tmp_path` unless another is given."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")

    def run_here(*arguments: str | Path, cwd: Path = tmp_path, stdin: bytes = b"") -> Outcome:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["msgen", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Outcome(ended.value.code, captured.out, captured.err)

    return run_here


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A spec outside of any system."""
    spec = tmp_path / "shop.yaml"
    spec.write_text(SHOP, encoding="utf-8")
    return spec


@pytest.fixture(scope="session")
def generated_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated system, not to be changed."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "shop.yaml").write_text(SHOP, encoding="utf-8")
    outcome = run("new", "shop", "--spec", "shop.yaml", cwd=folder)
    assert outcome.code == 0, outcome.stderr
    return folder / "shop"


@pytest.fixture
def own_shop(generated_shop: Path, tmp_path: Path) -> Path:
    """A generated system to be changed; the current folder stands around it."""
    return Path(shutil.copytree(generated_shop, tmp_path / "shop", symlinks=True))
