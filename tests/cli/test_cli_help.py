"""The help: short, examples first, exit codes last, and every example works."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from command_line import MSGEN, SHOP, Msgen

from msgen.cli import exit_codes
from msgen.cli.commands import found
from msgen.cli.help import EXAMPLES
from msgen.cli.page import Section

COMMANDS = {command.name: command for command in found()}
QUICK = [
    (command.name, example)
    for command in COMMANDS.values()
    for example in command.page.examples
    if command.name != "up"
]
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
    for name in COMMANDS:
        assert f"  {name}  " in outcome.stdout
    assert "docs/" in lines[-1]


def test_help_is_what_msgen_alone_prints(msgen: Msgen) -> None:
    assert msgen("--help") == msgen() == msgen("-h")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_begins_with_examples_and_ends_with_exit_codes(msgen: Msgen, name: str) -> None:
    page = COMMANDS[name].page

    outcome = msgen(name, "--help")

    assert (outcome.code, outcome.stderr) == (0, "")
    lines = outcome.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert [line.strip() for line in lines[:2]] == list(page.examples)
    codes = lines[lines.index("Exit codes:") + 1 :]
    written = [int(line.split()[0]) for line in codes if line.split()[0].isdigit()]
    assert written == sorted({*page.exits, exit_codes.INTERNAL, exit_codes.INTERRUPTED})
    assert set(written) <= KNOWN_CODES


@pytest.mark.parametrize("arguments", [(), *((name, "--help") for name in COMMANDS)])
def test_help_fits_a_narrow_terminal(msgen: Msgen, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    assert max(map(len, msgen(*arguments).stdout.splitlines())) <= 40


@pytest.fixture
def surroundings(tmp_path: Path, generated_shop: Path) -> dict[str, Path]:
    """A folder in which each command can be tried as its examples say it."""
    for name in ("beside", "inside"):
        (tmp_path / name).mkdir()
    (tmp_path / "beside/shop.yaml").write_text(SHOP, encoding="utf-8")
    shutil.copy(generated_shop / "msgen.yaml", tmp_path / "inside/msgen.yaml")
    beside, inside = tmp_path / "beside", tmp_path / "inside"
    return {"new": beside, "schema": beside, "explain": inside, "lint": inside, "analyze": inside}


@pytest.mark.parametrize(("name", "example"), QUICK)
def test_an_example_of_the_help_works(surroundings: dict[str, Path], name: str, example: str) -> None:
    assert_works(example, surroundings[name])


@pytest.mark.system
def test_the_examples_of_up_and_of_the_first_page_work_one_after_the_other(surroundings: dict[str, Path]) -> None:
    folder = surroundings["new"]
    for example, _ in EXAMPLES:
        assert_works(example if not example.startswith("msgen up") else f"{example} --check", folder)


def assert_works(example: str, folder: Path) -> None:
    assert shlex.split(example)[0] == "msgen"
    environment = {**os.environ, "PATH": f"{MSGEN.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(example, shell=True, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
