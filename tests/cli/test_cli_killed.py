"""`msgen new` and `msgen update` killed at any moment: nothing is lost, and the same command then succeeds."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import COMMENT, MSGEN, SHOP, Msgen, contents, run

KILLS = 50
"""Half of them with a destination that is there already, half without."""
MINE = {"notes.txt": "mine\n", "src/mine.py": "MINE = 1\n"}


def absent(folder: Path) -> None:
    (folder / "shop.yaml").write_text(SHOP, encoding="utf-8")


def existing(folder: Path) -> None:
    absent(folder)
    for path, text in MINE.items():
        (folder / "shop" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "shop" / path).write_text(text, encoding="utf-8")


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = arguments or ("new", "--spec", "shop.yaml")
    return subprocess.Popen([MSGEN, *command], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def seconds_of_a_run(folder: Path) -> float:
    began = time.monotonic()
    assert start(folder).wait() == 0
    return time.monotonic() - began


def wait_for_the_first_write(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Until something of msgen's stands beside or in the destination, or the run has ended."""
    before = set(os.listdir(folder))
    while process.poll() is None and set(os.listdir(folder)) == before and not (folder / "shop/.msgen").exists():
        time.sleep(0.001)


@pytest.mark.slow
@pytest.mark.parametrize("prepare", [absent, existing])
def test_fifty_kills_lose_nothing(tmp_path: Path, prepare: Callable[[Path], None]) -> None:
    model = tmp_path / "model"
    model.mkdir()
    prepare(model)
    longest = seconds_of_a_run(model)
    whole = contents(model)
    moments = random.Random(7)
    for number in range(KILLS // 2):
        folder = tmp_path / f"kill-{number}"
        folder.mkdir()
        prepare(folder)
        before = contents(folder)
        process = start(folder)
        if number % 2:
            wait_for_the_first_write(folder, process)
            time.sleep(moments.uniform(0, longest / 8))
        else:
            time.sleep(moments.uniform(0, longest))
        process.send_signal(signal.SIGKILL)
        process.wait()

        after, done = visible(contents(folder)), visible(whole)
        journal = (folder / "shop/.msgen/txn").exists()
        assert after in (before, done) or (journal and before.items() <= after.items() <= done.items())
        again = run("new", "--spec", "shop.yaml", cwd=folder)
        assert again.code == 0, again.stderr
        assert contents(folder) == whole


@pytest.mark.slow
def test_an_update_that_is_killed_is_finished_by_the_next_or_taken_back(
    msgen: Msgen, tmp_path: Path, generated_shop: Path
) -> None:
    found = edited(generated_shop, tmp_path / "model")
    before = without_undo(found)
    assert start(found, "update").wait() == 0
    whole = without_undo(found)
    moments = random.Random(8)
    for number in range(KILLS // 2):
        system = edited(generated_shop, tmp_path / f"kill-{number}")
        process = start(system, "update")
        while process.poll() is None and not list((system / ".msgen").glob("txn*")):
            time.sleep(0.001)
        time.sleep(moments.uniform(0, 0.1))
        process.send_signal(signal.SIGKILL)
        process.wait()

        again = msgen("undo" if number % 2 else "update", system)

        assert again.code == 0, again.stderr
        assert without_undo(system) == (before if number % 2 else whole)


def edited(generated: Path, system: Path) -> Path:
    """A system of which the spec and a file have been edited."""
    shutil.copytree(generated, system, symlinks=True)
    for path, line in {"msgen.yaml": "  stock: {api: rest}\n", "Makefile": "# ours\n"}.items():
        with (system / path).open("a", encoding="utf-8") as file:
            file.write(line)
    return system


def without_undo(system: Path) -> dict[str, tuple[str, bytes]]:
    return {path: value for path, value in contents(system).items() if not path.startswith(".msgen/undo")}


def visible(found: dict[str, tuple[str, bytes]]) -> dict[str, tuple[str, bytes]]:
    """Without the folder beside the destination, the journal, its folder, and a file about to be renamed."""
    return {
        path: value
        for path, value in found.items()
        if ".msgen-" not in path and not path.startswith("shop/.msgen/txn") and path != "shop/.msgen/"
    }


def test_a_run_that_was_killed_before_it_wrote_is_finished_by_the_next(tmp_path: Path) -> None:
    absent(tmp_path)
    (tmp_path / ".shop.msgen-dead/services").mkdir(parents=True)

    assert run("new", "--spec", "shop.yaml", cwd=tmp_path).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shop", "shop.yaml"]
    assert (tmp_path / "shop/msgen.yaml").read_text(encoding="utf-8") == COMMENT + SHOP
