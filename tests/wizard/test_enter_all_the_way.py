"""A person who presses Enter on every page gets a system that passes lint and starts."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from real_terminal import DOWN, ENTER, MSGEN, RealTerminal

pytestmark = [pytest.mark.slow, pytest.mark.system]


def msgen(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([MSGEN, *arguments], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("way", [ENTER, DOWN + DOWN + ENTER], ids=["quick start", "full tour"])
def test_what_comes_out_passes_lint_and_starts(way: str, tmp_path: Path, state: Path) -> None:
    terminal = RealTerminal("new", cwd=tmp_path, state=state)
    terminal.answer("How do you want to start?", way)
    assert terminal.take_every_default() == 0
    assert ("Which bounded contexts" in terminal.everything) == (way != ENTER)

    lint = msgen(tmp_path, "lint", "shop", "--json")
    assert (lint.returncode, json.loads(lint.stdout)["findings"]) == (0, [])

    check = msgen(tmp_path, "up", "shop", "--check")
    assert check.returncode == 0, check.stdout + check.stderr
    assert "checks passed" in check.stdout
