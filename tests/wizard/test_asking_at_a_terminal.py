"""The questions of a terminal, by the keys that are typed."""

from __future__ import annotations

import pytest
from typed_keys import BACK as CTRL_B
from typed_keys import CTRL_C, DOWN, ENTER, ESC, RIGHT, SPACE, typed

from msgen.cli.asking.asker import BACK, Back
from msgen.cli.asking.question import Answer, Choice, Kind, Question

STORES = (Choice("postgres", "PostgreSQL"), Choice("sqlite", "SQLite"), Choice("none", "none"))
MANY = tuple(Choice(f"service-{number}", f"service {number}") for number in range(12))


def question(kind: Kind, default: Answer, choices: tuple[Choice, ...] = ()) -> Question:
    return Question("store", "Where does it store?", "One line.", "It costs a chart.", kind, default, choices)


TEXT = question("text", "shop")
CHOICE = question("choice", "sqlite", STORES)
CHOICES = question("choices", ("postgres",), STORES)
YES_NO = question("yes_no", True)
EVERY_KIND = [TEXT, CHOICE, CHOICES, YES_NO]


def kind_of(question: Question) -> str:
    return question.kind


def answered(asked: Question, keys: str) -> Answer | Back:
    with typed(keys) as asker:
        return asker.ask(asked, progress="Store · 1 of 2")


@pytest.mark.parametrize("asked", EVERY_KIND, ids=kind_of)
def test_enter_takes_the_default(asked: Question) -> None:
    assert answered(asked, ENTER) == asked.default


@pytest.mark.parametrize("asked", EVERY_KIND, ids=kind_of)
@pytest.mark.parametrize("key", [CTRL_B, ESC], ids=["ctrl-b", "esc"])
def test_ctrl_b_and_esc_go_back(asked: Question, key: str) -> None:
    assert answered(asked, key) is BACK


@pytest.mark.parametrize("asked", EVERY_KIND, ids=kind_of)
def test_ctrl_c_stops(asked: Question) -> None:
    with pytest.raises(KeyboardInterrupt):
        answered(asked, CTRL_C)


@pytest.mark.parametrize("asked", EVERY_KIND, ids=kind_of)
def test_a_question_mark_is_no_answer(asked: Question) -> None:
    assert answered(asked, f"?{ENTER}") == asked.default


@pytest.mark.parametrize(
    ("asked", "keys", "answer"),
    [
        (TEXT, "market", "market"),
        (TEXT, "string?", "string?"),
        (TEXT, "-", ""),
        (TEXT, f"{RIGHT}s", "shops"),
        (CHOICE, DOWN, "none"),
        (CHOICES, f"{DOWN}{SPACE}", ("postgres", "sqlite")),
        (CHOICES, SPACE, ()),
        (question("choice", "service-0", MANY), "11", "service-11"),
        (question("choices", (), MANY), f"11{SPACE}", ("service-11",)),
        (question("text", "", MANY), "service-1\t", "service-1"),
    ],
)
def test_keys_make_the_answer(asked: Question, keys: str, answer: Answer) -> None:
    assert answered(asked, keys + ENTER) == answer


def test_yes_and_no_are_one_key() -> None:
    assert answered(YES_NO, "n") is False
    assert answered(YES_NO, "y") is True


def test_enter_on_what_is_not_allowed_waits_for_a_mended_answer() -> None:
    asked = Question(
        "name", "Its name?", "", "", "text", "shop",
        check=lambda answer: None if str(answer).islower() else "small letters, as `shop`",
    )  # fmt: skip
    assert answered(asked, f"Shop{ENTER}\x15market{ENTER}") == "market"


def test_an_answer_leaves_the_question_and_itself_behind(capsys: pytest.CaptureFixture[str]) -> None:
    answered(CHOICES, ENTER)
    assert capsys.readouterr().err == "Where does it store?\n  PostgreSQL\n"
