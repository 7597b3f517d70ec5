"""Every step of the wizard, with every key that it has to know; the cases follow from the list of steps."""

from __future__ import annotations

import re

import pytest
from answering import Answering
from typed_keys import BACK as CTRL_B
from typed_keys import CTRL_C, DOWN, ENTER, SPACE, UP, typed

from msgen.cli.asking.asker import BACK, Back
from msgen.cli.asking.conversation import converse
from msgen.cli.asking.question import Answer, Choice, Question
from msgen.cli.wizard.script import requests, script_in
from msgen.cli.wizard.steps import STEPS
from msgen.cli.wizard.steps.step import Surroundings

AROUND = Surroundings(
    samples={"minimal": "two services", "bistro": "seven services"},
    settings={"profile": "minimal", "mesh": "none"},
    team="acme",
    taken=frozenset({"bazaar"}),
)
WALKS = (
    {"how": "quick"},
    {"how": "sample"},
    {"how": "reuse"},
    {"how": "full", "journeys": ("orders.CreateOrder",)},
)
"""Together they see every question."""


def every_question() -> dict[str, Question]:
    found: dict[str, Question] = {}
    for walk in WALKS:
        asker = Answering(walk)
        converse(script_in(AROUND), asker, {}, lambda _: None)
        found |= {question.name: question for question in asker.asked if question.name not in found}
    return found | {question.name: question for question in requests(AROUND, {"how": "quick"})}


QUESTIONS = every_question()


def typed_into(question: Question, keys: str) -> Answer | Back:
    with typed(keys) as asker:
        return asker.ask(question, progress=question.topic)


def another(question: Question) -> tuple[str, Answer]:
    """Keys for an answer that is not the default, and the answer."""
    match question.kind:
        case "text":
            written = f"{question.default}" or "PlaceOrder"
            return written, written
        case "choices":
            first = question.choices[0].value
            chosen = set(question.default) ^ {first} if isinstance(question.default, tuple) else {first}
            return SPACE, tuple(each.value for each in question.choices if each.value in chosen)
    values = [each.value for each in question.choices]
    at = values.index(str(question.default))
    return (DOWN, values[at + 1]) if at + 1 < len(values) else (UP, values[at - 1])


named = pytest.mark.parametrize("name", QUESTIONS)


def test_the_walks_see_every_step() -> None:
    seen = set(QUESTIONS)
    answers = {name: question.default for name, question in QUESTIONS.items()} | {"journeys": ("orders.CreateOrder",)}
    for step in STEPS:
        assert {question.name for question in step.questions(answers, AROUND)} & seen, step


@named
def test_enter_takes_the_default_and_the_default_is_allowed(name: str) -> None:
    question = QUESTIONS[name]
    assert question.objection(question.default) is None
    assert typed_into(question, ENTER) == question.default


@named
def test_another_answer_is_taken(name: str) -> None:
    keys, answer = another(QUESTIONS[name])
    assert typed_into(QUESTIONS[name], keys + ENTER) == answer


@named
def test_ctrl_b_goes_back(name: str) -> None:
    assert typed_into(QUESTIONS[name], CTRL_B) is BACK


@named
def test_a_question_mark_tells_why_and_answers_nothing(name: str) -> None:
    assert len(QUESTIONS[name].why) > 40
    assert typed_into(QUESTIONS[name], f"?{ENTER}") == QUESTIONS[name].default


@named
def test_ctrl_c_stops(name: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        typed_into(QUESTIONS[name], CTRL_C)


@named
def test_a_question_fits_its_place(name: str) -> None:
    question = QUESTIONS[name]
    assert question.help
    assert "\n" not in question.help
    assert question.option, "everything askable can be given without a terminal"
    assert question.topic
    column = max((len(each.label) for each in question.choices), default=0)
    if question.kind != "text" and question.topic != "Finding":
        assert all(len(f"  [x] {each.help}") + column < 80 for each in question.choices)


@pytest.mark.parametrize(
    ("name", "wrong", "told"),
    [
        ("name", "Shop", "`Shop` is not a name: small letters, digits and `-`, at most 48, beginning with a letter, as `shop`"),
        ("name", "bazaar", "`bazaar` is there already: choose another name, as `bazaar-2`, or another folder"),
        ("team", "A Team", "as `a-team`"),
        ("services", "orders, orders", "`orders` stands there twice: write each name once"),
        ("services", ",", "one name at least, as `orders`; several with commas, as `orders, payments`"),
        ("services", "get-it, get_it", "`get_it` is not a name"),
        ("contexts", "Ordering", "as `ordering`"),
        ("services.orders.aggregates", "Order: total", "`total` has no type: a name, then a type"),
        ("services.orders.aggregates", "Order: total mony", "`total mony`: "),
        ("services.orders.aggregates", "order", "as `Order`"),
        ("services.orders.aggregates", "Order: lines list(OrderLine)", "OrderLine"),
        ("services.orders.operations", "PlaceOrder POST orders", "`POST orders` is no method and path"),
        ("services.orders.operations", "GetOrder, GETOrder", "GETOrder"),
        ("events", "OrderPlaced: orders -> paymets", "there is no service `paymets`: did you mean `payments`"),
        ("events", "OrderPlaced: orders", "is no event: its name, who publishes it and who listens"),
        ("objectives", "20", "a rate, a share and a time, as `20/s 99.5% 1s`"),
        ("objectives", "place-order 20/s", "there is no journey `place-order`: there are create-order"),
        ("objectives", "20/s 101%", "a rate, a share and a time"),
        ("environments", (), "one at least, as `prod`"),
        ("how", "slow", "choose from: quick, sample, reuse, full"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_with_what_is_allowed(name: str, wrong: Answer, told: str) -> None:
    objection = QUESTIONS[name].objection(wrong)
    assert objection is not None
    assert told in objection


def test_reuse_is_offered_once_there_is_something_to_use_again() -> None:
    def ways(around: Surroundings) -> list[Choice]:
        return list(next(iter(script_in(around)({}))).choices)

    assert [each.value for each in ways(Surroundings())] == ["quick", "sample", "full"]
    assert [each.value for each in ways(AROUND)] == ["quick", "sample", "reuse", "full"]
    assert "minimal, none" in ways(AROUND)[2].help


@named
def test_no_question_asks_for_a_secret(name: str) -> None:
    question = QUESTIONS[name]
    asked = f"{question.name} {question.text} {question.help}".lower()
    assert not {"password", "secret", "token", "credential"} & set(re.findall(r"[a-z]+", asked))
