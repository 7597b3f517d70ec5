"""The help: short, examples first, exit codes last, and every example works."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from command_line import MSGEN, SHOP, Msgen
from kept import in_conflict

from msgen.cli import exit_codes
from msgen.cli.commands import FoundCommand, found
from msgen.cli.help import EXAMPLES
from msgen.cli.page import Section


def walked(commands: Iterable[FoundCommand], above: str = "") -> Iterator[tuple[str, FoundCommand]]:
    """Every command with its whole name: `rules`, `rules new`."""
    for command in commands:
        name = f"{above} {command.name}".strip()
        yield name, command
        yield from walked(command.below, name)


COMMANDS = dict(walked(found()))
QUICK = [(name, example) for name, command in COMMANDS.items() for example in command.page.examples if name != "up"]
KNOWN_CODES = {value for name, value in vars(exit_codes).items() if name.isupper() and isinstance(value, int)}


def test_msgen_alone_prints_what_it_is_and_what_it_can_do(msgen: Msgen) -> None:
    outcome = msgen()

    assert (outcome.code, outcome.stderr) == (0, "")
    lines = outcome.stdout.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert [line.split("  ")[1].strip() for line in lines[2:5]] == [example for example, _ in EXAMPLES]
    listed = [line.split()[0] for line in lines if line.split("  ")[0] in list(Section)]
    assert listed == [section for section in Section if section in listed]
    grouped = outcome.stdout.partition("COMMAND\n\n")[2].partition("\n\n")[0].split()
    assert [command.name for command in found() if command.name not in grouped] == []
    assert "docs/" in lines[-1]


def test_help_has_the_options_as_well(msgen: Msgen) -> None:
    alone, helped = msgen().stdout.split("\n\n"), msgen("--help")

    assert helped == msgen("-h")
    blocks = helped.stdout.split("\n\n")
    assert [block for block in blocks if block not in alone] == [blocks[-2]]
    options = [line.split()[0].rstrip(",") for line in blocks[-2].splitlines()[1:] if line.startswith("  -")]
    assert options == [
        "--version", "-q", "-v", "--color", "--debug", "--install-completion", "--show-completion", "-h",
    ]  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_begins_with_examples_and_ends_with_exit_codes(msgen: Msgen, name: str) -> None:
    page = COMMANDS[name].page

    outcome = msgen(*name.split(), "--help")

    assert (outcome.code, outcome.stderr) == (0, "")
    lines = outcome.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert [line.strip() for line in lines[: len(page.examples)]] == list(page.examples)
    assert len(page.examples) >= 2
    codes = lines[lines.index("Exit codes:") + 1 :]
    written = [int(line.split()[0]) for line in codes if line.split()[0].isdigit()]
    assert written == sorted({*page.exits, exit_codes.INTERNAL, exit_codes.INTERRUPTED})
    assert set(written) <= KNOWN_CODES


@pytest.mark.parametrize("arguments", [(), *((*name.split(), "--help") for name in COMMANDS)])
def test_help_fits_a_narrow_terminal(msgen: Msgen, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    assert max(map(len, msgen(*arguments).stdout.splitlines())) <= 40


def something_waits(system: Path) -> None:
    in_conflict(system, "README.md")
    in_conflict(system / "services/orders", "Makefile")


def something_is_not_msgens(system: Path) -> None:
    eject = subprocess.run([MSGEN, "eject", "README.md", "services/orders"], cwd=system, capture_output=True)
    assert eject.returncode == 0


def something_is_deleted(system: Path) -> None:
    for path in ("README.md", "services/orders/Makefile"):
        (system / path).unlink()


def a_run_can_be_undone(system: Path) -> None:
    in_conflict(system, "README.md")
    resolve = subprocess.run([MSGEN, "resolve", "README.md", "--ours"], cwd=system, capture_output=True)
    assert resolve.returncode == 0


NEEDED: dict[str, Callable[[Path], None]] = {
    "adopt": something_is_not_msgens,
    "resolve": something_waits,
    "restore": something_is_deleted,
    "undo": a_run_can_be_undone,
}


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("name", "example"), QUICK)
def test_an_example_of_the_help_works(request: pytest.FixtureRequest, name: str, example: str) -> None:
    """In a system, or beside a spec where the command needs none."""
    folder = request.getfixturevalue("beside" if name == "new" else "own_shop")
    NEEDED.get(name, lambda system: None)(folder)

    assert_works(example, folder)


@pytest.mark.system
def test_the_examples_of_up_and_of_the_first_page_work_one_after_the_other(beside: Path) -> None:
    unattended = {"msgen new shop": "msgen new shop --yes", "msgen up shop": "msgen up shop --check"}
    for example, _ in EXAMPLES:
        assert_works(unattended.get(example, example), beside)


def assert_works(example: str, folder: Path) -> None:
    assert shlex.split(example)[0] == "msgen"
    environment = {**os.environ, "PATH": f"{MSGEN.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(example, shell=True, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
