"""What the machine or a blueprint refuses: a clear word, its code, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import MSGEN, SHOP, Msgen, Outcome, contents, run

from msgen import resources

RAISE = """
import sys
import msgen.spec
from msgen.cli.app import main

def read(path):
    raise LookupError("no such\\nshelf")

msgen.spec.read = read
main()
"""


@pytest.fixture
def blueprints(tmp_path: Path) -> Path:
    """A copy of the bundled blueprints, to be changed."""
    shutil.copytree(resources.blueprints(), tmp_path / "own/blueprints", symlinks=True)
    shutil.copytree(resources.partials(), tmp_path / "own/partials", symlinks=True)
    return tmp_path / "own/blueprints"


def test_blueprints_of_ones_own_are_rendered_instead(msgen: Msgen, shop: Path, blueprints: Path) -> None:
    [readme] = (blueprints / "system").glob("template/README.md*")
    readme.write_text("mine\n")

    assert msgen("new", "--spec", shop, "--blueprints", blueprints).code == 0
    assert (shop.parent / "shop/README.md").read_text() == "mine\n"
    assert '"source": "custom"' in (shop.parent / "shop/.msgen/lock.json").read_text()


def test_a_blueprint_with_code_is_refused_until_it_is_trusted(msgen: Msgen, shop: Path, blueprints: Path) -> None:
    with (blueprints / "system/copier.yml").open("a") as manifest:
        manifest.write("_tasks:\n  - touch ran-here\n")

    outcome = msgen("new", "--spec", shop, "--blueprints", blueprints)

    assert outcome == Outcome(
        4,
        "",
        "error: these blueprints bring code that would run here:\n  system: _tasks\n"
        "hint: read it, then add `--trust`\n",
    )
    assert not (shop.parent / "shop").exists()
    assert msgen("new", "--spec", shop, "--blueprints", blueprints, "--trust").code == 0
    assert (shop.parent / "shop/ran-here").is_file()


def test_a_folder_without_blueprints_is_told(msgen: Msgen, shop: Path) -> None:
    outcome = msgen("new", "--spec", shop, "--blueprints", "nowhere")

    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("error: there is no blueprint `contracts` in `")


@pytest.fixture
def private_mount(tmp_path: Path) -> Callable[[str, str], tuple[str, ...]]:
    """The beginning of a command that sees a disk of its own at `disk`, and lists what is on it afterwards."""
    private = ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--mount")
    if shutil.which("unshare") is None or subprocess.run([*private, "true"], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a disk")
    (tmp_path / "disk").mkdir()

    def command(options: str, prepare: str) -> tuple[str, ...]:
        script = f'mount -t tmpfs -o {options} tmpfs disk; {prepare}; "$@"; code=$?; find disk | sort; exit $code'
        return (*private, "sh", "-c", script, "sh", str(MSGEN))

    return command


@pytest.mark.parametrize("destination", ["disk/deep/shop", "disk/mine"])
def test_a_full_disk_is_told_and_nothing_is_left(
    shop: Path, private_mount: Callable[[str, str], tuple[str, ...]], destination: str
) -> None:
    command = private_mount("size=400k", "mkdir disk/mine; echo mine > disk/mine/notes.txt")

    assert run("new", destination, "--spec", shop, cwd=shop.parent, command=command) == Outcome(
        3,
        "disk\ndisk/mine\ndisk/mine/notes.txt\n",
        f"error: `{destination}` cannot be written: no space left on device; nothing was written\n"
        "hint: mend that, or choose another destination\n",
    )


def test_a_folder_that_cannot_be_written_is_told(
    shop: Path, private_mount: Callable[[str, str], tuple[str, ...]]
) -> None:
    command = private_mount("ro", "true")

    assert run("new", "disk/shop", "--spec", shop, cwd=shop.parent, command=command) == Outcome(
        3,
        "disk\n",
        "error: `disk/shop` cannot be written: read-only file system; nothing was written\n"
        "hint: mend that, or choose another destination\n",
    )


@pytest.mark.parametrize("command", ["update", "undo"])
def test_other_commands_are_to_be_run_again_where_their_system_is(
    shop: Path, private_mount: Callable[[str, str], tuple[str, ...]], command: str
) -> None:
    assert run("new", "made", "--spec", shop, cwd=shop.parent).code == 0
    made = shop.parent / "made"
    assert run("eject", "Makefile", cwd=made).code == 0
    (made / "msgen.yaml").write_text((made / "msgen.yaml").read_text() + "# changed\n")
    mount = private_mount("size=20m", "cp -r made disk/; mount -o remount,ro disk")

    outcome = run(command, "disk/made", cwd=shop.parent, command=mount)

    assert outcome.code == 3
    assert outcome.stderr.endswith(
        "error: `disk/made` cannot be written: read-only file system; nothing was written\n"
        f"hint: mend that, then run `msgen {command}` again\n"
    )


def test_an_internal_error_is_two_lines_and_a_log(shop: Path) -> None:
    logs = shop.parent / "logs"
    logs.mkdir()
    command = (sys.executable, "-c", RAISE)

    outcome = run("new", "--spec", shop, cwd=shop.parent, env={"TMPDIR": str(logs)}, command=command)

    [log] = logs.iterdir()
    assert outcome == Outcome(
        70,
        "",
        "error: msgen failed: LookupError: no such shelf\n"
        f"hint: the log is `{log}`: report it with what `msgen doctor` says; `--debug` shows all of it\n",
    )
    said = log.read_text().splitlines()
    assert said[1:4] == [f"$ msgen new --spec {shop}", "", "Traceback (most recent call last):"]


def test_debug_shows_the_traceback_and_writes_no_log(shop: Path) -> None:
    logs = shop.parent / "logs"
    logs.mkdir()
    command = (sys.executable, "-c", RAISE)

    outcome = run("--debug", "new", "--spec", shop, cwd=shop.parent, env={"TMPDIR": str(logs)}, command=command)

    assert outcome.code == 70
    assert outcome.stderr.startswith("Traceback (most recent call last):")
    assert list(logs.iterdir()) == []


MANY = "msgen: 1\nname: shop\nservices:\n" + "".join(f"  s{number}: {{api: rest}}\n" for number in range(8))
"""So many services that processes are started to render them."""


INTERRUPTING = """
import os, signal, sys

moment = sys.argv.pop(1)
sent = []

def interrupt(event, arguments):
    if not sent and event in ("import", "os.mkdir") and moment in str(arguments[0]):
        sent.append(event)
        os.killpg(0, signal.SIGINT)

sys.addaudithook(interrupt)
from msgen.cli.app import main
main()
"""
"""Sends Ctrl-C to itself and all it started when a module is imported, or a folder beside the destination is made."""


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        *((SHOP, moment) for moment in ("typer", "pydantic", "msgen.topology", "jinja2", ".shop.msgen-")),
        *(
            (MANY, moment)
            for moment in ("multiprocessing.popen_forkserver", "concurrent.futures.process", ".shop.msgen-")
        ),
    ],
)
def test_ctrl_c_leaves_nothing(tmp_path: Path, text: str, moment: str) -> None:
    spec = tmp_path / "shop.yaml"
    spec.write_text(text, encoding="utf-8")
    before = contents(tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTING, moment, "new", "--spec", "shop.yaml"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )

    stdout, stderr = process.communicate(timeout=120)

    assert (process.returncode, stdout, stderr) == (130, "", "interrupted\n")
    assert contents(tmp_path) == before
