"""What the command line leaves open is asked, one question after the other, and makes the same addition as options."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from added import MARKET, SHOP, changes, document_of
from answering import Answering
from real_terminal import BACK, CTRL_C, DOWN, ENTER, RealTerminal

from msgen.additions.errors import AdditionError
from msgen.cli.adding.asked import conversed
from msgen.cli.adding.kind import Kind
from msgen.cli.adding.picked import KINDS
from msgen.cli.asking.asker import Back
from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.question import Question
from msgen.spec import parse
from msgen.topology import resolve

ALL = [kind for kind, _ in KINDS.values()]
FILLED: dict[str, dict[str, Any]] = {
    "service": {"name": "bills", "context": "money", "protocol": ("rest",), "aggregate": "Bill: total money; Line: text string", "call": ("bank",)},
    "operation": {"service": "orders", "name": "CancelOrder", "http": "POST /orders/{id}/cancel", "input": "id: uuid, why: string"},
    "call": {"from": "payments.Pay", "to": "bank", "timeout": "900ms", "fallback": "ignore"},
    "event": {"name": "Refunded", "publisher": "payments.Refund", "subscriber": ("orders", "history"), "field": "id: uuid"},
    "context": {"name": "billing", "subdomain": "core", "purpose": "Sends bills", "owner": "sales"},
    "saga": {"name": "sell", "trigger": "OrderPlaced", "step": "pay: payments.Pay, compensate payments.Refund; end: payments.Pay, pivot", "deadline": "5m"},
    "journey": {"name": "look", "entry": ("orders.GetOrder",), "actor": "customer", "peak": "9/s", "availability": "99.9%", "latency_p99": "1s"},
}  # fmt: skip


def made(kind: Kind, answers: Answers, spec: str = MARKET) -> list[str]:
    return changes(document_of(spec), kind.addition, answers)


def questions(kind: Kind, given: dict[str, Any], spec: str = MARKET) -> tuple[list[Question], Answers]:
    asker = Answering(given)
    answers = conversed(kind, {}, resolve(parse(document_of(spec))), asker)
    return asker.asked, answers


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_answers_make_what_options_make(kind: Kind) -> None:
    asked, answers = questions(kind, FILLED[kind.name])

    assert set(FILLED[kind.name]) <= {question.name for question in asked}
    assert made(kind, answers) == made(kind, FILLED[kind.name])
    assert len(asked) <= 8


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_every_question_says_why_and_how_it_is_answered_without_a_terminal(kind: Kind) -> None:
    for question in questions(kind, FILLED[kind.name])[0]:
        assert question.help
        assert question.why
        assert question.topic
        assert question.option in kind.required.values() or question.option.startswith("--")
        assert len(question.text) <= 72


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_what_was_given_is_not_asked_again(kind: Kind) -> None:
    given = dict(FILLED[kind.name])
    known = {name: given.pop(name) for name in list(given)[:2]}
    asker = Answering(given)

    answers = conversed(kind, known, resolve(parse(document_of(MARKET))), asker)

    assert not set(known) & {question.name for question in asker.asked}
    assert made(kind, answers) == made(kind, FILLED[kind.name])


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_going_back_from_any_question_asks_the_one_before_again(kind: Kind) -> None:
    names = [question.name for question in questions(kind, FILLED[kind.name])[0]]
    for name in names[1:]:
        given = {**FILLED[kind.name], name: [Back.BACK, FILLED[kind.name].get(name)]}
        if given[name][1] is None:
            given[name] = [Back.BACK]
        asked, answers = questions(kind, given)
        assert [question.name for question in asked] == [
            *names[: names.index(name) + 1], names[names.index(name) - 1], *names[names.index(name) :],
        ]  # fmt: skip
        assert made(kind, answers) == made(kind, FILLED[kind.name])


@pytest.mark.parametrize(
    ("kind", "name", "wrong", "said"),
    [
        ("service", "name", "Bills", "small letters"),
        ("service", "name", "orders", "there is a service `orders` already"),
        ("service", "aggregate", "bill: x int", "aggregate"),
        ("service", "aggregate", "Bill: x itn", "int"),
        ("operation", "name", "PlaceOrder", "already"),
        ("operation", "http", "post /x", "POST"),
        ("operation", "input", "x", "for example"),
        ("call", "timeout", "300", "unit"),
        ("event", "name", "OrderPlaced", "already"),
        ("saga", "step", "", "for example"),
        ("saga", "step", "pay: a.B, undo c", "for example"),
        ("journey", "entry", (), "one at least"),
        ("journey", "peak", "9", "for example"),
    ],
)
def test_an_answer_that_is_not_allowed_is_told_with_an_example(kind: str, name: str, wrong: Any, said: str) -> None:
    asked, _ = questions(KINDS[kind][0], FILLED[kind])
    question = next(item for item in asked if item.name == name)

    objection = question.objection(wrong)

    assert objection is not None
    assert said in objection


@pytest.mark.parametrize(
    ("kind", "spec"), [("call", "a: {}"), ("operation", "a: {}"), ("saga", "a: {}"), ("journey", "a: {}")]
)
def test_where_nothing_could_be_picked_the_command_that_helps_is_named(kind: str, spec: str) -> None:
    with pytest.raises(AdditionError, match="`msgen add "):
        questions(KINDS[kind][0], FILLED[kind], f"msgen: 1\nname: s\nservices: {{{spec}}}\n")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "msgen.yaml").write_text(SHOP, encoding="utf-8")
    return tmp_path


def test_a_person_picks_a_kind_answers_goes_back_and_confirms(shop: Path, tmp_path: Path) -> None:
    terminal = RealTerminal("add", cwd=shop, state=tmp_path / "state")

    terminal.answer("What is to be added?", DOWN * 4 + ENTER)
    terminal.answer("What is the context called?", ENTER)
    terminal.answer("What is its place in the business?", BACK)
    terminal.answer("What is the context called?", ENTER)
    terminal.answer("What is its place in the business?", DOWN + ENTER)
    terminal.answer("What is it for?", ENTER)
    terminal.see("+  billing: {subdomain: generic}")
    terminal.answer("Write it?", ENTER)

    assert terminal.end() == 0
    assert (shop / "msgen.yaml").read_text() == f"{SHOP}contexts:\n  billing: {{subdomain: generic}}\n"


def test_nothing_is_written_after_ctrl_c_or_a_no(shop: Path, tmp_path: Path) -> None:
    stopped = RealTerminal("add", "context", cwd=shop, state=tmp_path / "state")
    stopped.answer("What is the context called?", CTRL_C)
    assert stopped.end() == 130

    refused = RealTerminal("add", "journey", "buy", cwd=shop, state=tmp_path / "state", MSGEN_ACCESSIBLE="1")
    refused.answer("With which operations", "1\r")
    for text in ("How often", "What share", "How fast"):
        refused.answer(text, ENTER)
    refused.answer("Write it?", "n\r")
    assert refused.end() == 0

    assert (shop / "msgen.yaml").read_text() == SHOP
