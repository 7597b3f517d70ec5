"""A run that is killed at any moment leaves the destination as it was or complete, and the next one succeeds."""

from __future__ import annotations

import gc
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sample_trees import change_set_for, complete, expected, snapshot

from msgen.merging.apply import apply
from msgen.merging.journal.run import recover

WRITES = {
    "open",
    "os.chmod",
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.symlink",
    "shutil.rmtree",
    "tempfile.mkdtemp",
}
FOREIGN = {"README.md": ("644", b"# mine\n"), "notes/todo.txt": ("644", b"mine\n")}


def prepare_absent(destination: Path) -> None:
    destination.parent.mkdir()


def prepare_existing(destination: Path) -> None:
    for path, (_, content) in FOREIGN.items():
        (destination / path).parent.mkdir(parents=True, exist_ok=True)
        (destination / path).write_bytes(content)


def run(destination: Path) -> None:
    """What `msgen new` does on the disk."""
    recover(destination)
    apply(change_set_for(destination), destination)


def start(action: Callable[[], None]) -> int:
    """Run `action` in a process of its own, and give its number."""
    child = os.fork()
    if child == 0:
        # Other tests of this process may have left threads behind, which a finalizer here would wait for in vain.
        gc.disable()
        try:
            action()
            os._exit(0)
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
    return child


def was_killed(child: int) -> bool:
    """Whether the process was killed, once it has ended; if not, it must have succeeded."""
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def killed_at(number: int, destination: Path) -> bool:
    """Whether a run that kills itself at its write number `number` gets that far."""

    def run_and_die() -> None:
        seen = 0

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            if event not in WRITES or str(destination.parent) not in str(arguments):
                return
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        run(destination)

    return was_killed(start(run_and_die))


def visible(destination: Path) -> dict[str, tuple[str, bytes]]:
    """Everything but what a journal or a temporary file of msgen holds."""
    return {
        path: value
        for path, value in snapshot(destination).items()
        if not path.startswith(".msgen/txn") and ".msgen-" not in path
    }


def finished(destination: Path) -> dict[str, tuple[str, bytes]]:
    """What an uninterrupted run makes of a destination prepared in the same way."""
    run(destination)
    return snapshot(destination)


@pytest.mark.parametrize("prepare", [prepare_absent, prepare_existing])
def test_a_run_killed_at_each_of_its_writes_is_finished_by_the_next(
    tmp_path: Path, prepare: Callable[[Path], None]
) -> None:
    model = tmp_path / "model/shop"
    prepare(model)
    whole = finished(model)
    number = 0
    while True:
        number += 1
        destination = tmp_path / f"run-{number}" / "shop"
        prepare(destination)
        before = snapshot(destination)
        if not killed_at(number, destination):
            break
        after = visible(destination)
        committed = (destination / ".msgen/txn").exists()
        assert after in (before, whole) or (committed and before.items() <= after.items() <= whole.items())
        run(destination)
        assert snapshot(destination) == whole
        assert [path.name for path in destination.parent.iterdir()] == ["shop"]
    assert number > len(whole)


@pytest.mark.parametrize("prepare", [prepare_absent, prepare_existing])
def test_fifty_runs_killed_at_random_moments_lose_nothing(tmp_path: Path, prepare: Callable[[Path], None]) -> None:
    model = tmp_path / "model/shop"
    prepare(model)
    whole = finished(model)
    moments = random.Random(20)
    for number in range(50):
        destination = tmp_path / f"run-{number}" / "shop"
        prepare(destination)
        before = snapshot(destination)
        child = start(partial(run, destination))
        time.sleep(moments.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        was_killed(child)

        after = visible(destination)
        assert before.items() <= after.items() <= whole.items()
        assert after in (before, whole) or (destination / ".msgen/txn").exists()
        run(destination)
        assert snapshot(destination) == whole
        assert [path.name for path in destination.parent.iterdir()] == ["shop"]


def test_an_absent_destination_comes_into_being_whole(tmp_path: Path) -> None:
    prepare_absent(tmp_path / "parent/shop")

    assert finished(tmp_path / "parent/shop") == expected(complete())
