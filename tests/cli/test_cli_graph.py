"""`msgen graph`: where the picture goes, and which part of the system is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Msgen, Outcome, run


def test_the_design_is_drawn_on_stdout(msgen: Msgen, shop: Path) -> None:
    outcome = msgen("graph", shop)

    assert (outcome.code, outcome.stderr) == (0, "")
    assert "  orders ──▶ payments  CreatePayment\n" in outcome.stdout
    assert "  orders ┄┄▶ payments  OrderPlaced\n" in outcome.stdout


@pytest.mark.parametrize(
    ("form", "first"),
    [("ascii", "┌─ orders"), ("mermaid", "flowchart LR"), ("svg", "<svg "), ("dot", "digraph"), ("json", "{")],
)
def test_a_file_holds_what_stdout_would(msgen: Msgen, shop: Path, form: str, first: str) -> None:
    printed = msgen("graph", shop, "--format", form)
    written = msgen("graph", shop, "--format", form, "-o", "drawn")

    assert printed.stdout.startswith(first)
    assert written == Outcome(0, "", "")
    assert shop.with_name("drawn").read_text("utf-8") == printed.stdout


def test_json_is_short_for_the_format(msgen: Msgen, shop: Path) -> None:
    assert msgen("graph", shop, "--json") == msgen("graph", shop, "--format", "json")
    assert json.loads(msgen("graph", shop, "--json").stdout)["schema_version"] == 1


def test_a_terminal_without_unicode_gets_ascii(shop: Path) -> None:
    outcome = run("graph", shop, cwd=shop.parent, env={"PYTHONIOENCODING": "ascii"})

    assert outcome.code == 0
    assert "  orders --> payments  CreatePayment\n" in outcome.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--around", "order"), "error: there is no service `order`\nhint: did you mean `orders`\n"),
        (("--context", "x"), "error: there is no context `x`\nhint: there are: orders, payments\n"),
        (
            ("--around", "orders", "--context", "orders"),
            "error: `--context` and `--around` exclude each other\nhint: give one of them\n",
        ),
        (("--format", "pgn"), "error: `--format`: `pgn` is not one of `ascii`, `mermaid`, `svg`, `dot`, `json`\n"),
    ],
)
def test_what_cannot_be_drawn_is_told(msgen: Msgen, shop: Path, arguments: tuple[str, ...], said: str) -> None:
    outcome = msgen("graph", shop, *arguments)

    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith(said)


def test_a_file_that_cannot_be_written_is_told(msgen: Msgen, shop: Path) -> None:
    outcome = msgen("graph", shop, "-o", "no/folder.svg")

    assert (outcome.code, outcome.stderr) == (3, "error: `no/folder.svg`: no such file or directory\n")
