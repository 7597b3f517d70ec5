"""Back and forth through questions that depend on each other."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from msgen.cli.asking.asker import BACK, Back
from msgen.cli.asking.conversation import Answers, amend, converse
from msgen.cli.asking.question import Answer, Choice, Question


class Scripted:
    """Gives what it was made with, and remembers what it was asked."""

    def __init__(self, *replies: Answer | Back | None) -> None:
        self.replies = list(replies)
        self.asked: list[tuple[str, Answer, str]] = []
        self.said: list[str] = []

    def ask(self, question: Question, *, progress: str) -> Answer | Back:
        self.asked.append((question.name, question.default, progress))
        reply = self.replies.pop(0)
        return question.default if reply is None else reply

    def say(self, text: str) -> None:
        self.said.append(text)


def script(answers: Answers) -> Iterator[Question]:
    """The services, the store of each, and which of them is public."""
    yield Question("services", "", "", "", "text", "orders", topic="Services")
    names = tuple(str(answers.get("services", "orders")).split(","))
    for name in names:
        yield Question(f"{name}.store", "", "", "", "text", "postgres", topic="Stores")
    yield Question("public", "", "", "", "choice", names[0], tuple(Choice(name, name) for name in names))


def test_questions_follow_from_answers_and_count_themselves() -> None:
    asker = Scripted("orders,payments", None, "sqlite", "payments")
    noted: list[Answers] = []
    answers = converse(script, asker, {}, noted.append)
    assert answers == {
        "services": "orders,payments", "orders.store": "postgres", "payments.store": "sqlite", "public": "payments",
    }  # fmt: skip
    assert [progress for _, _, progress in asker.asked] == [
        "Services · 1 of 3", "Stores · 2 of 4", "Stores · 3 of 4", "4 of 4",
    ]  # fmt: skip
    assert [len(each) for each in noted] == [1, 2, 3, 4]


def test_back_offers_the_old_answer_and_keeps_the_later_ones() -> None:
    asker = Scripted("orders,payments", "sqlite", BACK, BACK, None, None, None, None)
    answers = converse(script, asker, {}, lambda _: None)
    assert answers["orders.store"] == "sqlite"
    assert asker.asked[3][:2] == ("orders.store", "sqlite")
    assert asker.asked[4][:2] == ("services", "orders,payments")


def test_what_is_no_longer_valid_is_listed_and_asked_again() -> None:
    asker = Scripted("orders,payments", None, None, "payments")
    first = converse(script, asker, {}, lambda _: None)
    again = Scripted("orders", None)
    answers = amend(script, again, first, "services", lambda _: None)
    assert again.said == ["no longer valid: `public`, `payments.store`"]
    assert answers == {"services": "orders", "orders.store": "postgres", "public": "orders"}


def test_an_answer_comes_back_with_its_question() -> None:
    asker = Scripted(
        "orders,payments", None, "sqlite", BACK, BACK, BACK, "orders", BACK, "orders,payments", None, None, None
    )
    answers = converse(script, asker, {}, lambda _: None)
    assert answers["payments.store"] == "sqlite"


def test_a_resumed_conversation_begins_at_the_first_open_question() -> None:
    asker = Scripted(None, None)
    converse(script, asker, {"services": "orders"}, lambda _: None)
    assert [name for name, _, _ in asker.asked] == ["orders.store", "public"]


def test_an_amendment_that_is_taken_back_changes_nothing() -> None:
    answers = {"services": "orders", "orders.store": "sqlite", "public": "orders"}
    assert amend(script, Scripted(BACK), answers, "orders.store", lambda _: None) == answers


def test_answers_that_still_hold_are_not_asked_again_after_a_change() -> None:
    answers = {"services": "orders,stock", "orders.store": "postgres", "stock.store": "sqlite", "public": "orders"}
    asker = Scripted("orders,payments,stock", None)
    assert amend(script, asker, answers, "services", lambda _: None)["stock.store"] == "sqlite"
    assert [name for name, _, _ in asker.asked] == ["services", "payments.store"]


def test_back_at_the_first_question_stays_there() -> None:
    asker = Scripted(BACK, None, None, None)
    converse(script, asker, {}, lambda _: None)
    assert [name for name, _, _ in asker.asked][:2] == ["services", "services"]


class Wandering:
    """Goes back and forth as it is told, and answers with the defaults otherwise."""

    def __init__(self, moves: list[Answer | Back | None]) -> None:
        self.moves = moves

    def ask(self, question: Question, *, progress: str) -> Answer | Back:
        move = self.moves.pop(0) if self.moves else None
        if move is None or (not isinstance(move, Back) and question.objection(move)):
            return question.default
        return move

    def say(self, text: str) -> None:
        pass


MOVES = st.lists(
    st.sampled_from([BACK, BACK, None, None, "orders", "orders,payments", "payments,stock", "sqlite"]), max_size=30
)


@given(MOVES)
def test_however_a_person_wanders_the_answers_are_those_of_the_questions_that_apply(
    moves: list[Answer | Back | None],
) -> None:
    answers = converse(script, Wandering(moves), {}, lambda _: None)
    questions = tuple(script(answers))
    assert list(answers) == [question.name for question in questions]
    assert all(question.objection(answers[question.name]) is None for question in questions)


@given(MOVES)
def test_going_back_and_taking_the_defaults_again_changes_nothing(moves: list[Answer | Back | None]) -> None:
    answers = converse(script, Wandering(moves), {}, lambda _: None)
    for question in script(answers):
        assert amend(script, Wandering([]), answers, question.name, lambda _: None) == answers
