"""The same spec gives the same bytes wherever, whenever and by whom it is generated, and nothing else is touched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from command_line import MSGEN, contents

NO_NETWORK = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--net")


@dataclass(frozen=True)
class Surroundings:
    destination: str
    umask: int
    environment: dict[str, str] = field(default_factory=dict)
    wrapper: tuple[str, ...] = ()


ORDINARY = Surroundings("first", 0o022)
OTHERS = (
    Surroundings(
        "a folder/with another-name",
        0o077,
        {"TZ": "Pacific/Chatham", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "1"},
    ),
    Surroundings("third", 0o000, {"TZ": "America/Lima", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "2"}, NO_NETWORK),
)


@pytest.mark.parametrize("sample", ["minimal", "bistro"])
def test_a_system_is_the_same_everywhere(tmp_path: Path, sample: str) -> None:
    expected = contents(generated(tmp_path / "ordinary", sample, ORDINARY))

    for number, surroundings in enumerate(OTHERS):
        home = tmp_path / f"home-{number}"
        cold = contents(generated(home, sample, surroundings))
        shutil.rmtree(home / "work")
        warm = contents(generated(home, sample, surroundings))
        assert cold == warm == expected
    assert not [path for path, (_, content) in expected.items() if str(tmp_path).encode() in content]


def generated(home: Path, sample: str, surroundings: Surroundings) -> Path:
    """The system, made in a home of its own that holds nothing but the cache afterwards."""
    for name in ("work", "temporary"):
        (home / name).mkdir(parents=True, exist_ok=True)
    destination = home / "work" / surroundings.destination
    wrapper = surroundings.wrapper if works(surroundings.wrapper) else ()
    done = subprocess.run(
        [*wrapper, MSGEN, "new", surroundings.destination, "--sample", sample],
        cwd=home / "work",
        env={
            **os.environ,
            **surroundings.environment,
            "HOME": str(home),
            "TMPDIR": str(home / "temporary"),
            "XDG_CACHE_HOME": str(home / "cache"),
        },
        umask=surroundings.umask,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in home.iterdir()) == ["cache", "temporary", "work"]
    assert list((home / "temporary").iterdir()) == []
    assert [path.name for path in (home / "work").iterdir()] == [surroundings.destination.partition("/")[0]]
    assert [path.name for path in destination.parent.iterdir()] == [destination.name]
    return destination


def works(wrapper: tuple[str, ...]) -> bool:
    return bool(wrapper) and shutil.which(wrapper[0]) is not None and not subprocess.call([*wrapper, "true"])


WATCHED = """
import json, os, sys

report = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT)
CHANGES = {"os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.utime"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

def watch(event, arguments):
    if event.startswith("socket."):
        os.write(report, json.dumps([event, str(arguments)]).encode() + b"\\n")
    elif event in CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES):
        named = arguments[event == "os.symlink" :][: 2 if event in ("os.link", "os.rename") else 1]
        below_an_open_folder = event in ("os.remove", "os.rmdir") and arguments[1] != -1
        if not below_an_open_folder and not isinstance(named[0], int):
            paths = [os.path.abspath(os.fsdecode(path)) for path in named]
            os.write(report, json.dumps([event, *paths]).encode() + b"\\n")

sys.addaudithook(watch)
from msgen.cli.app import main
main()
"""
"""Writes down what the process changes on the disk, and every use of the network."""


def test_nothing_is_changed_but_the_destination_and_the_cache_and_nothing_is_sent(tmp_path: Path) -> None:
    for name in ("work", "temporary"):
        (tmp_path / name).mkdir()
    places = {"TMPDIR": str(tmp_path / "temporary"), "XDG_CACHE_HOME": str(tmp_path / "cache")}

    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED, tmp_path / "report", "new", "--sample", "minimal"],
        cwd=tmp_path / "work",
        env={**os.environ, **places},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    seen = [json.loads(line) for line in (tmp_path / "report").read_text().splitlines()]
    assert seen
    assert [event for event in seen if event[0].startswith("socket.")] == []
    mine = (f"{tmp_path}/work/shop", f"{tmp_path}/work/.shop.msgen-", f"{tmp_path}/cache", f"{tmp_path}/temporary")
    assert [event for event in seen for path in event[1:] if not path.startswith((*mine, os.devnull))] == []
