"""What a shell offers after Tab: by the protocol of each shell, and in shells themselves."""

from __future__ import annotations

import os
import pty
import subprocess
import time
from pathlib import Path

import pytest
from command_line import MSGEN, run
from outside_tools import needed

from msgen import resources
from msgen.lint.registry import all_rules
from msgen.rendering.blueprint import available

BISTRO = resources.samples() / "bistro"
SERVICES = ["storefront", "ordering", "order-history", "kitchen", "delivery", "payments", "accounts"]


def offered(line: str, cwd: Path = BISTRO) -> list[str]:
    """What bash is told for a line that ends where the cursor is."""
    words = line.split(" ")
    environment = {"_MSGEN_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    outcome = run(cwd=cwd, env=environment)
    assert outcome.stderr == ""
    return outcome.stdout.split()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("msgen gr", ["graph"]),
        ("msgen rules n", ["new"]),
        ("msgen graph --fo", ["--format"]),
        ("msgen graph --format ", ["ascii", "mermaid", "svg", "dot", "json"]),
        ("msgen graph --around ", SERVICES),
        ("msgen up --only st", ["storefront"]),
        ("msgen update --confirm pay", ["payments"]),
        ("msgen graph --context a", ["accounts"]),
        ("msgen analyze --down p", ["payments", "psp"]),
        ("msgen analyze --journey ", ["place-order", "track-order"]),
        ("msgen explain payments.", ["payments.Authorize", "payments.Void", "payments.Capture"]),
        ("msgen explain LAT0", [rule.id for rule in all_rules() if rule.family == "LAT"]),
        ("msgen lint --choose RES03", ["RES03"]),
        ("msgen blueprints new ", list(available())),
    ],
)
def test_names_are_those_of_the_system(line: str, expected: list[str]) -> None:
    assert offered(line) == expected


def test_samples_are_those_that_there_are() -> None:
    assert {"bistro", "minimal"} <= set(offered("msgen new --sample "))


def test_the_spec_on_the_line_is_the_one_whose_names_are_offered(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("msgen: 1\nname: a\nservices: {till: {api: rest}}\n")

    assert offered("msgen graph a.yaml --around ", tmp_path) == ["till"]
    assert offered("msgen explain --spec a.yaml till.L", tmp_path) == ["till.ListTills"]
    assert offered("msgen graph --around ", tmp_path) == []


def test_a_spec_that_is_being_written_offers_what_it_says_already(tmp_path: Path) -> None:
    (tmp_path / "msgen.yaml").write_text("msgen: 1\nname: a\nservices: {till: {api: soap}, store: {calls: [nobody]}}\n")

    assert offered("msgen graph --around ", tmp_path) == ["till", "store"]
    (tmp_path / "msgen.yaml").write_text("services: [{")
    assert offered("msgen graph --around ", tmp_path) == []


@pytest.mark.parametrize(
    ("shell", "environment", "expected"),
    [
        ("zsh", {"_TYPER_COMPLETE_ARGS": "msgen up --only st"}, '"storefront"'),
        (
            "fish",
            {"_TYPER_COMPLETE_ARGS": "msgen up --only st", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
            "storefront",
        ),
        (
            "powershell",
            {"_TYPER_COMPLETE_ARGS": "msgen up --only st", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "st"},
            "storefront",
        ),
    ],
)
def test_every_shell_is_told_in_its_own_way(shell: str, environment: dict[str, str], expected: str) -> None:
    outcome = run(cwd=BISTRO, env={"_MSGEN_COMPLETE": f"complete_{shell}", **environment})
    script = run(cwd=BISTRO, env={"_MSGEN_COMPLETE": f"source_{shell}"})

    assert expected in outcome.stdout
    assert "_MSGEN_COMPLETE" in script.stdout


@pytest.fixture
def environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{MSGEN.parent}{os.pathsep}{os.environ['PATH']}", "TERM": "dumb", "PS1": "$ "}


@pytest.mark.parametrize(
    ("command", "script"),
    [
        (("bash", "--norc", "--noprofile", "-i"), 'eval "$(_MSGEN_COMPLETE=source_bash msgen)"'),
        (
            ("zsh", "--no-rcs", "-i"),
            'autoload -Uz compinit; compinit -u -D; eval "$(_MSGEN_COMPLETE=source_zsh msgen)"',
        ),
    ],
    ids=["bash", "zsh"],
)
def test_a_real_shell_completes_a_service(environment: dict[str, str], command: tuple[str, ...], script: str) -> None:
    shell = needed(command[0])
    mine, theirs = pty.openpty()
    process = subprocess.Popen(
        [shell, *command[1:]],
        cwd=BISTRO, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    try:
        os.write(mine, f'{script}; echo rea""dy\n'.encode())
        read_until(mine, "ready")
        os.write(mine, b"msgen up --only sto\t")
        assert read_until(mine, "storefront").endswith("storefront")
    finally:
        process.kill()
        process.wait()
        os.close(mine)


def read_until(terminal: int, text: str, seconds: float = 30) -> str:
    written = ""
    until = time.monotonic() + seconds
    while text not in written and time.monotonic() < until:
        written += os.read(terminal, 4096).decode()
    return written.partition(text)[0] + text if text in written else written


def test_a_real_fish_completes_a_service_with_what_it_is(environment: dict[str, str], tmp_path: Path) -> None:
    script = "_MSGEN_COMPLETE=source_fish msgen | source; complete -C 'msgen up --only order'"
    done = subprocess.run(
        [needed("fish"), "--no-config", "-c", script],
        cwd=BISTRO, env={**environment, "HOME": str(tmp_path)}, capture_output=True, text=True,
    )  # fmt: skip

    assert done.stdout.splitlines() == [
        "ordering\tOwns the order life cycle; coordinates the place-order saga.",
        "order-history",
    ]
