"""Questions as plain lines, and where nobody can be asked."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from msgen.cli.asking.asker import BACK, Back
from msgen.cli.asking.chosen import chosen_asker
from msgen.cli.asking.plain import PlainAsker
from msgen.cli.asking.question import Answer, Choice, Kind, Question
from msgen.cli.asking.refusing import RefusingAsker
from msgen.cli.usage import UsageError

STORES = (Choice("postgres", "PostgreSQL", "in the cluster"), Choice("sqlite", "SQLite"))


def question(kind: Kind, default: Answer) -> Question:
    choices = STORES if kind.startswith("choice") else ()
    return Question(
        "store", "Where does it store?", "One line.", "It costs a chart.", kind, default, choices, "--store"
    )


def answered(asked: Question, lines: str) -> Answer | Back:
    return PlainAsker(io.StringIO(lines)).ask(asked, progress="Store · 1 of 2")


@pytest.mark.parametrize(
    ("kind", "default", "lines", "answer"),
    [
        ("text", "shop", "\n", "shop"),
        ("text", "shop", "market\n", "market"),
        ("text", "shop", "-\n", ""),
        ("text", "shop", "=b\n", "b"),
        ("text", "shop", "b\n", BACK),
        ("choice", "postgres", "2\n", "sqlite"),
        ("choice", "postgres", "7\nsqlite\n", "sqlite"),
        ("choices", ("postgres",), "1, 2\n", ("postgres", "sqlite")),
        ("choices", ("postgres",), "-\n", ()),
        ("choices", ("postgres",), "1,9\n2\n", ("sqlite",)),
        ("yes_no", True, "N\n", False),
        ("yes_no", True, "perhaps\ny\n", True),
    ],
)
def test_a_line_makes_the_answer(kind: Kind, default: Answer, lines: str, answer: Answer | Back) -> None:
    assert answered(question(kind, default), lines) == answer


def test_the_choices_are_numbered_and_why_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    answered(question("choice", "postgres"), "?\n\n")
    assert capsys.readouterr().err.splitlines()[1:] == [
        "Store, 1 of 2",
        "Where does it store?",
        "One line.",
        "  1. PostgreSQL: in the cluster",
        "  2. SQLite",
        "number; b back, ? why [PostgreSQL]: It costs a chart.",
        "number; b back, ? why [PostgreSQL]: ",
    ]


def test_the_end_of_the_input_stops() -> None:
    with pytest.raises(KeyboardInterrupt):
        answered(question("text", "shop"), "")


def test_without_a_terminal_the_option_is_named() -> None:
    with pytest.raises(UsageError) as refused:
        RefusingAsker(takes_defaults=False).ask(question("text", "shop"), progress="")
    assert "there is no terminal to ask `store` at: Where does it store?" in str(refused.value)
    assert "give it with `--store`, or take every default with `--yes`" in str(refused.value)


def test_yes_takes_the_default_unless_it_is_not_allowed() -> None:
    assert RefusingAsker(takes_defaults=True).ask(question("choice", "sqlite"), progress="") == "sqlite"
    with pytest.raises(UsageError, match="has no default that can be taken: choose from"):
        RefusingAsker(takes_defaults=True).ask(question("choice", "mongo"), progress="")


def test_nobody_is_asked_where_stdin_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("shop\n"))
    assert chosen_asker(yes=False) == RefusingAsker(takes_defaults=False)


def test_what_asks_in_plain_lines_loads_no_terminal_library() -> None:
    program = (
        "import sys, msgen.cli.asking.chosen, msgen.cli.asking.conversation; print('prompt_toolkit' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "False\n"
