"""A writing command killed, or failing, at any moment, and then run again or taken back: nothing is ever lost."""

from __future__ import annotations

import errno
import gc
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from journalled_system import FOUND, before_each_moment, contents, go_back, lay, run, snapshot

from msgen.merging.journal import placing
from msgen.merging.journal.run import recover

Action = Callable[[Path], None]
KILLS = int(os.environ.get("MSGEN_SOAK", "1000"))
FIGURES = Path(__file__).resolve().parents[2] / "build" / "killed_updates.json"
"""What `tools/update_figures.py` publishes."""


@pytest.fixture(autouse=True)
def _without_syncs(monkeypatch: pytest.MonkeyPatch) -> None:
    """They matter to disks that lose power, not to processes that are killed."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: what counts here is many runs, not the disk."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(params=[True, False], ids=["exchange", "two steps"])
def file_system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that can exchange two files, and one that cannot."""
    if not request.param:
        monkeypatch.setattr(placing, "exchange", lambda _first, _second: False)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, bytes]]:
    """What stands there before the run."""
    folder = tmp_path_factory.mktemp("found") / "shop"
    lay(folder)
    return snapshot(folder)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, bytes]]:
    """What a run makes of it that nothing interrupts."""
    folder = tmp_path_factory.mktemp("whole") / "shop"
    lay(folder)
    run(folder)
    return snapshot(folder)


def started(action: Action, folder: Path) -> int:
    """Run `action` in a process of its own, and give its number."""
    child = os.fork()
    if child == 0:
        # Other tests of this process may have left threads behind, which a finalizer here would wait for in vain.
        gc.disable()
        try:
            action(folder)
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


def killed_at(number: int, action: Action, folder: Path) -> bool:
    """Whether an action that kills itself at its moment `number` gets that far."""

    def die(moment: int) -> None:
        if moment == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def act(folder: Path) -> None:
        with before_each_moment(die):
            action(folder)

    return was_killed(started(act, folder))


def killed_after(seconds: float, action: Action, folder: Path) -> bool:
    child = started(action, folder)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return was_killed(child)


def ends_well(shop: Path, found: object, whole: object) -> bool:
    """Whether nothing is lost, another run makes it whole, and undo in its place makes it as it was."""
    return not faults(shop, found, whole)


def faults(shop: Path, found: object, whole: object) -> tuple[str, ...]:
    """The words for what is wrong after a kill, by which it counts."""
    twin = shop.with_name(f"twin of {shop.name}")
    shutil.copytree(shop, twin, symlinks=True)
    kept = contents(shop) >= {content for _, content in FOUND.values()}
    run(shop)
    go_back(twin)
    holds = {"lost": kept, "unfinished": snapshot(shop) == whole, "not undone": snapshot(twin) == found}
    return tuple(word for word, is_so in holds.items() if not is_so)


@pytest.mark.usefixtures("file_system")
def test_a_run_killed_at_each_of_its_moments_is_finished_or_taken_back(
    scratch: Path, found: object, whole: object
) -> None:
    number, killed = 0, True
    while killed:
        number += 1
        shop = scratch / f"{number}"
        lay(shop)
        killed = killed_at(number, run, shop)
        assert ends_well(shop, found, whole), number
    assert number > 100


@pytest.mark.usefixtures("file_system")
def test_undo_killed_at_each_of_its_moments_is_finished_by_whatever_comes_next(
    scratch: Path, found: object, whole: object
) -> None:
    number, killed = 0, True
    while killed:
        number += 1
        shop = scratch / f"{number}"
        lay(shop)
        run(shop)
        killed = killed_at(number, go_back, shop)
        assert ends_well(shop, found, whole), number
    assert number > 40


def test_a_run_that_fails_at_each_of_its_moments_is_finished_or_taken_back(
    scratch: Path, found: object, whole: object
) -> None:
    number, failed = 0, True
    while failed:
        number, failed = number + 1, False
        shop = scratch / f"{number}"
        lay(shop)

        def fail(moment: int, number: int = number) -> None:
            nonlocal failed
            if moment == number:
                failed = True
                raise OSError(errno.EIO, "input/output error")

        with before_each_moment(fail), suppress(OSError):
            run(shop)
        assert ends_well(shop, found, whole), number
    assert number > 100


def killed_again_and_again(folder: Path, moments: random.Random, longest: float) -> int:
    """A run, and up to three commands after it, each killed at some moment; how many had not ended by then."""
    lay(folder)
    actions = (run, *moments.choices((run, go_back, recover_only), k=moments.randrange(4)))
    return sum([killed_after(moments.uniform(0, longest), action, folder) for action in actions])


def recover_only(folder: Path) -> None:
    recover(folder)


def seconds_of_a_run(folder: Path) -> float:
    """Of the quickest of several: a moment after the end of a run kills nothing."""
    return min(seconds_of_one_run(folder / f"{number}") for number in range(5))


def seconds_of_one_run(folder: Path) -> float:
    lay(folder)
    began = time.monotonic()
    assert not was_killed(started(run, folder))
    return time.monotonic() - began


def survived(kills: int, scratch: Path, found: object, whole: object) -> Counter[str]:
    """What became of systems whose runs were killed again and again, until so many kills had hit one."""
    longest = seconds_of_a_run(scratch / "model")
    moments = random.Random(10)
    figures: Counter[str] = Counter()
    while figures["kills"] < kills and figures["runs"] < kills * 10:
        shop = scratch / f"{figures['runs']}"
        figures["runs"] += 1
        figures["kills"] += killed_again_and_again(shop, moments, longest)
        figures.update(faults(shop, found, whole))
        go_back(shop)
        figures["not undone afterwards"] += snapshot(shop) != found
    return figures


def test_fifty_runs_killed_at_random_moments_lose_nothing(scratch: Path, found: object, whole: object) -> None:
    figures = survived(50, scratch, found, whole)

    assert figures["kills"] >= 50
    assert figures == Counter(runs=figures["runs"], kills=figures["kills"])


@pytest.mark.soak
def test_many_runs_killed_at_random_moments_lose_nothing(scratch: Path, found: object, whole: object) -> None:
    figures = survived(KILLS, scratch, found, whole)
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(dict(sorted(figures.items())), indent=2) + "\n", "utf-8")

    assert figures["kills"] >= KILLS
    assert figures == Counter(runs=figures["runs"], kills=figures["kills"])
