"""`msgen update` at a terminal asks once before it changes what a person has edited, and never anywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Msgen, contents
from real_terminal import DOWN, ENTER, RealTerminal

BOOTSTRAP = "services/orders/src/orders/bootstrap.py"
USE_CASE = "services/orders/src/orders/app/create_order.py"
QUESTION = "Write this? It changes 1 file that has edits"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def redesigned(own_shop: Path) -> Path:
    """The spec asks for what changes the bootstrap of the orders."""
    replace(own_shop / "msgen.yaml", "api: rest", "api: [rest, grpc]")
    return own_shop


@pytest.fixture
def edited(redesigned: Path) -> Path:
    """A person has changed another line of that bootstrap."""
    replace(redesigned / BOOTSTRAP, "Wires the service", "Wires our service")
    return redesigned


def is_merged(system: Path) -> bool:
    text = (system / BOOTSTRAP).read_text(encoding="utf-8")
    return "Wires our service" in text and "grpc_server=" in text


def test_no_writes_nothing_and_is_no_failure(edited: Path, tmp_path: Path) -> None:
    before = contents(edited)
    terminal = RealTerminal("update", cwd=edited, state=tmp_path / "state")
    terminal.page(QUESTION)
    assert f"merge  {BOOTSTRAP}" in terminal.everything
    assert "1 merge" in terminal.everything
    terminal.type(DOWN + ENTER)
    assert terminal.end() == 0
    assert terminal.everything.rstrip().endswith("nothing was written")
    assert contents(edited) == before


def test_enter_writes_it(edited: Path, tmp_path: Path) -> None:
    terminal = RealTerminal("update", cwd=edited, state=tmp_path / "state")
    terminal.page(QUESTION)
    terminal.type(ENTER)
    assert terminal.end() == 0
    assert is_merged(edited)


def test_yes_answers_it(edited: Path, tmp_path: Path) -> None:
    terminal = RealTerminal("update", "--yes", cwd=edited, state=tmp_path / "state")
    assert terminal.end() == 0
    assert "Write this?" not in terminal.everything
    assert is_merged(edited)


def test_nobody_is_asked_where_no_edit_is_affected(redesigned: Path, tmp_path: Path) -> None:
    replace(redesigned / USE_CASE, '"""Create order."""', '"""Create an order, as we do it."""')
    terminal = RealTerminal("update", cwd=redesigned, state=tmp_path / "state")
    assert terminal.end() == 0
    assert "Write this?" not in terminal.everything


def test_somebody_is_asked_where_an_edited_file_moves(own_shop: Path, tmp_path: Path) -> None:
    replace(own_shop / "msgen.yaml", "  payments:\n", "  billing:\n    was: payments\n")
    replace(own_shop / "msgen.yaml", "calls: [payments]", "calls: [billing]")
    with (own_shop / "services/payments/Makefile").open("a", encoding="utf-8") as makefile:
        makefile.write("\nours:\n\ttrue\n")
    terminal = RealTerminal("update", cwd=own_shop, state=tmp_path / "state")
    terminal.page(QUESTION)
    terminal.type(ENTER)
    assert terminal.end() == 0
    assert "ours:" in (own_shop / "services/billing/Makefile").read_text(encoding="utf-8")


def test_nobody_is_asked_without_a_terminal(msgen: Msgen, edited: Path) -> None:
    outcome = msgen("update", cwd=edited)
    assert outcome.code == 0
    assert "Write this?" not in outcome.stderr
    assert is_merged(edited)
