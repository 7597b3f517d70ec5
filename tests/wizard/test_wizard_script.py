"""How many questions there are, and what follows from which answer."""

from __future__ import annotations

from typing import Any

import pytest
from answering import Answering

from msgen.cli.asking.asker import BACK
from msgen.cli.asking.conversation import Answers, amend, converse
from msgen.cli.wizard.look import Look
from msgen.cli.wizard.script import FIXES, completed, looked_at, script_in
from msgen.cli.wizard.steps.step import Surroundings

AROUND = Surroundings()
SCRIPT = script_in(AROUND)


def asked(given: dict[str, Any]) -> tuple[list[str], Answers]:
    """The names of the questions without the first one, which decides what is asked, and the answers."""
    asker = Answering(given)
    answers = converse(SCRIPT, asker, {}, lambda _: None)
    return [question.name for question in asker.asked][1:], answers


def seen(answers: Answers) -> Look:
    found = looked_at(answers)
    assert isinstance(found, Look)
    return found


def test_the_quick_start_asks_five_questions() -> None:
    names, _ = asked({"how": "quick"})
    assert names == ["name", "services", "calls", "events", "profile"]


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_the_full_tour_asks_twelve_questions_and_three_for_each_further_service(count: int) -> None:
    services = ", ".join(f"service-{number}" for number in range(count))
    names, _ = asked({"how": "full", "contexts.shop.services": services, "journeys": ("service-0.CreateService0",)})
    design = [name for name in names if not name.startswith(FIXES)]
    assert len(design) <= 12 + 3 * (count - 1)


def test_questions_that_do_not_apply_are_not_asked() -> None:
    names, _ = asked({"how": "full", "contexts.shop.services": "orders"})
    assert not {"calls", "events", "objectives"} & set(names)
    names, _ = asked({"how": "full", "services.orders.shape": "grpc/none", "services.payments.shape": "/postgres"})
    assert "services.orders.aggregates" not in names
    assert "services.payments.operations" not in names


def test_each_context_has_its_services() -> None:
    names, answers = asked({"how": "full", "contexts": "ordering, billing", "contexts.billing.services": "invoices"})
    assert [name for name in names if name.startswith("contexts.")] == [
        "contexts.ordering.services", "contexts.billing.services",
    ]  # fmt: skip
    services = seen(answers).topology.services
    assert {name: service.context for name, service in services.items()} == {
        "ordering": "ordering", "invoices": "billing",
    }  # fmt: skip


def test_a_service_like_another_one_has_its_shape_under_its_own_names() -> None:
    names, answers = asked({
        "how": "full",
        "services.orders.shape": "rest/sqlite",
        "services.orders.aggregates": "Order: total money, status enum(open|done)",
        "services.orders.operations": "PlaceOrder POST /orders, GetOrder, ListOrders",
        "services.payments.shape": "like:orders",
    })  # fmt: skip
    assert "services.payments.aggregates" not in names
    payments = seen(answers).document.data["services"]["payments"]
    assert payments["aggregates"] == {"Payment": {"fields": {"total": "money", "status": "enum(open|done)"}}}
    assert list(payments["api"]["operations"]) == ["PlacePayment", "GetPayment", "ListPayments"]
    assert payments["store"] == "sqlite"


def test_the_last_settings_are_taken_over() -> None:
    settings = {"profile": "minimal", "mesh": "none", "shape": "grpc/sqlite", "further": "rest/postgres"}
    around = Surroundings(settings=settings)
    asker = Answering({"how": "reuse"})
    answers = completed(around, converse(script_in(around), asker, {}, lambda _: None))
    assert [question.name for question in asker.asked] == ["how", "name", "services", "calls", "events"]
    document = seen(answers).document.data
    assert document["profile"] == "minimal"
    assert document["services"]["orders"]["api"] == "grpc"
    assert document["services"]["orders"]["store"] == "sqlite"
    assert document["services"]["payments"]["api"] == "rest"


def test_a_finding_is_offered_with_its_ways_and_enter_settles_it() -> None:
    given = {"how": "full", "journeys": ("orders.CreateOrder",), "objectives": "20/s 99.5% 1s"}
    names, answers = asked(given)
    assert "fixes.AVL05 orders.store" in names
    assert answers["fixes.AVL05 orders.store"] == "1"
    assert seen(answers).document.data["services"]["orders"]["store"] == {"replicas": 2}
    _, left = asked({**given, "fixes.AVL05 orders.store": "leave"})
    assert "store" not in seen(left).document.data["services"]["orders"]
    assert "AVL05 orders.store" in seen(left).open


def test_another_answer_drops_a_fix_that_nothing_needs_any_more() -> None:
    given = {"how": "full", "journeys": ("orders.CreateOrder",)}
    _, answers = asked(given)
    asker = Answering({"journeys": ()})
    changed = amend(SCRIPT, asker, answers, "journeys", lambda _: None)
    assert not [name for name in changed if name.startswith(FIXES)]
    assert "no longer valid: `objectives`" in asker.said[0]


def test_fewer_services_take_away_what_named_them_and_keep_the_rest() -> None:
    _, answers = asked({"how": "quick", "services": "orders, payments, stock", "calls": ("orders->stock",),
                        "events": "OrderPlaced: orders -> stock", "profile": "production"})  # fmt: skip
    asker = Answering({"services": "orders, payments"})
    changed = amend(SCRIPT, asker, answers, "services", lambda _: None)
    assert "`calls`" in asker.said[0]
    assert "`events`" in asker.said[0]
    assert changed["profile"] == "production"
    assert changed["calls"] == ("orders->payments",)


def test_back_offers_what_was_answered() -> None:
    asker = Answering({"how": "quick", "name": ["market", "bazaar"], "services": [BACK, "orders"]})
    answers = converse(SCRIPT, asker, {}, lambda _: None)
    again = [question for question in asker.asked if question.name == "name"][1]
    assert again.default == "market"
    assert answers["name"] == "bazaar"
