"""At least nine of ten misspellings get the right suggestion."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from spec_mistakes import operation, system

from msgen.design.service import Service
from msgen.design.system import Design
from msgen.diagnostics import SpecError
from msgen.spec import parse, read_text
from msgen.spec.suggestions import nearest

LETTERS = "abcdefghijklmnopqrstuvwxyz"
CHOICES = {
    "store: {}": ("postgres", "sqlite", "mysql", "mongodb", "redis", "cassandra"),
    "role: {}": ("service", "gateway", "read-model"),
    "messaging: {{delivery: {}}}": ("outbox", "direct"),
    "deployment: {{strategy: {}}}": ("rolling", "canary", "blue-green"),
    "slo: {{alerts: {}}}": ("multi-window", "single"),
    "calls: [{}]": ("payments", "order-history"),
    "subscribes: [{}]": ("OrderPlaced", "PaymentAuthorized"),
}
OTHERS = "order-history: {api: rest, publishes: [OrderPlaced]}\npayments: {api: grpc, publishes: [PaymentAuthorized]}\n"


def misspellings(word: str, dice: random.Random) -> Iterator[str]:
    """A letter left out, doubled, exchanged with its neighbour, replaced, put in."""
    at = dice.randrange(1, len(word) - 1)
    yield word[:at] + word[at + 1 :]
    yield word[:at] + word[at] + word[at:]
    yield word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    yield word[:at] + dice.choice(LETTERS) + word[at + 1 :]
    yield word[:at] + dice.choice(LETTERS) + word[at:]


def hints(text: str) -> list[str]:
    try:
        parse(read_text(text))
    except SpecError as error:
        return [finding.hint for finding in error.findings]
    return []


def cases() -> Iterator[tuple[str, str]]:
    """A spec with a misspelt word, and the word."""
    dice = random.Random(8)
    for form, words in CHOICES.items():
        for word in words:
            for wrong in misspellings(word, dice):
                if wrong != word:
                    yield system(OTHERS + f"orders: {{{form.format(wrong)}}}"), word
    for model, wrap in ((Design, "{}: 1\n"), (Service, "")):
        for key in sorted(set(model.model_fields) - {"msgen", "was"}):
            for wrong in misspellings(key, dice):
                if wrong not in model.model_fields:
                    text = system("orders: {}", wrap.format(wrong)) if wrap else system(f"orders: {{{wrong}: 1}}")
                    yield text, key


def test_nine_of_ten_misspellings_get_the_right_suggestion() -> None:
    told = [(word, hints(text)) for text, word in cases()]
    right = [word for word, found in told if any(f"`{word}`" in hint for hint in found)]
    assert len(told) > 250
    assert len(right) / len(told) >= 0.9, sorted({word for word, _ in told} - set(right))


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("gprc", ["rest", "grpc"], "grpc"),
        ("PaymentService", ["payment-service", "payments"], "payment-service"),
        ("order_id", ["orderid", "id"], "orderid"),
        ("zzz", ["rest", "grpc"], None),
        ("", ["rest"], None),
        ("x" * 200, ["rest"], None),
        (5, ["rest"], None),
    ],
)
def test_the_nearest_name_is_that_with_the_same_words_or_most_of_the_letters(
    written: object, known: list[str], meant: str | None
) -> None:
    assert nearest(written, known) == meant


def test_a_field_that_is_misspelt_twice_is_told_twice() -> None:
    text = operation("{input: {order_id: uuid}, idempotency_key: ordr_id, calls: [{to: orders.PlaceOdrer}]}")
    assert hints(text) == ["did you mean `order_id`", "did you mean `orders.PlaceOrder`"]
