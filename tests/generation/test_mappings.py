"""Where arguments and fields come from (SPEC 6.6), by calling the mapping functions that were generated."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from generated import generated, written
from running import importable

SPEC = (Path(__file__).parent / "specs" / "sources.yaml").read_text()
NOW = datetime(2026, 2, 3, tzinfo=UTC)
ORDER, CUSTOMER, BILL = UUID(int=1), UUID(int=2), UUID(int=3)

Module = Callable[[str], Any]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(generated(SPEC), tmp_path_factory.mktemp("sources"))


@pytest.fixture
def module(system: Path) -> Iterator[Module]:
    """Imports a module of the system, for example `orders.app.mapping.place`."""
    with importable(system):
        yield importlib.import_module


@pytest.fixture
def place(module: Module) -> Any:
    return module("orders.app.mapping.place")


@pytest.fixture
def request_(module: Module) -> Any:
    return module("orders.app.messages").PlaceInput(
        customer_id=CUSTOMER,
        amount=money(module, "12.50"),
        bill_id=BILL,
        remark="please",
        lines=[{"sku": "pie", "count": 2}],
    )


@pytest.fixture
def order(module: Module, place: Any, request_: Any) -> Any:
    made = place.order(module("orders.domain.order").Order, request_, NOW)
    return made.model_copy(update={"id": ORDER, "maybe": "so"})


def money(module: Module, amount: str, service: str = "orders") -> Any:
    return module(f"{service}.domain._gen.scalars").Money(amount=Decimal(amount), currency="EUR")


# arguments of a call


def test_with_names_the_field_of_the_caller(module: Module, place: Any, request_: Any, order: Any) -> None:
    assert place.bills_charge(request_, order).sum == money(module, "12.50")


def test_the_id_of_the_callers_aggregate_is_known_by_its_name(place: Any, request_: Any, order: Any) -> None:
    assert place.bills_charge(request_, order).order_id == ORDER


def test_the_id_of_a_callee_is_what_the_caller_calls_by_its_aggregate(module: Module, order: Any) -> None:
    settle = module("orders.app.mapping.settle")
    asked = module("orders.app.messages").SettleInput(id=ORDER, bill_id=BILL)
    assert settle.bills_close_bill(asked, order).id == BILL


def test_the_same_name_in_the_input_comes_before_the_stored_one(place: Any, request_: Any, order: Any) -> None:
    other = order.model_copy(update={"customer_id": UUID(int=9)})
    assert place.bills_charge(request_, other).customer_id == CUSTOMER


def test_the_same_name_in_the_stored_aggregate_is_next(place: Any, request_: Any, order: Any) -> None:
    assert place.bills_charge(request_, order).maybe == "so"
    assert place.bills_charge(request_, order).origin == "web"


def test_a_default_of_the_callee_stands_where_nothing_is_in_reach(place: Any, request_: Any, order: Any) -> None:
    assert place.bills_charge(request_, order).channel == "shop"


def test_the_key_of_a_callee_is_made_once_for_each_request(place: Any, request_: Any, order: Any) -> None:
    first, second = place.bills_charge(request_, order), place.bills_charge(request_, order)
    assert first.key != second.key
    assert 0 < len(first.key) <= 20


def test_a_key_in_a_header_is_made_once_too(module: Module, order: Any) -> None:
    settle = module("orders.app.mapping.settle")
    asked = module("orders.app.messages").SettleInput(id=ORDER, bill_id=BILL)
    keys = {settle.bills_note(asked, order).idempotency_key for _ in range(2)}
    assert len(keys) == 2
    assert "" not in keys


def test_the_id_of_a_callee_that_nothing_gives_is_new(module: Module, order: Any) -> None:
    settle = module("orders.app.mapping.settle")
    asked = module("orders.app.messages").SettleInput(id=ORDER, bill_id=BILL)
    assert settle.bills_open(asked, order).note_id != settle.bills_open(asked, order).note_id


def test_a_type_that_does_not_fit_is_left_out_where_it_may_lack(place: Any, request_: Any, order: Any) -> None:
    assert place.bills_charge(request_, order).status is None  # an enum there, a text here


def test_bounds_that_exclude_each_other_do_not_fit(place: Any, request_: Any, order: Any) -> None:
    assert place.bills_charge(request_, order).size == 7  # int(2..5) here, int(7..9) there


def test_what_nothing_gives_is_the_smallest_valid_value_and_named(place: Any, request_: Any, order: Any) -> None:
    assert place.bills_charge(request_, order).reason == "a"  # string(/^[a-z]+$/)
    assert "`reason`" in place.bills_charge.__doc__


def test_named_types_and_lists_fit_field_by_field(place: Any, request_: Any, order: Any) -> None:
    (line,) = place.bills_charge(request_, order).lines
    assert (line.sku, line.count, type(line).__module__) == ("pie", 2, "orders.app.consumed.bills")


# the stored aggregate


def test_a_new_aggregate_takes_what_the_input_has(order: Any, request_: Any) -> None:
    assert order.customer_id == CUSTOMER
    assert order.lines == request_.lines


def test_a_new_aggregate_has_moments_of_now_and_the_smallest_values(module: Module, order: Any) -> None:
    zero = module("orders.domain._gen.scalars").Money(amount=Decimal(0), currency="XXX")
    values = order.model_dump(exclude={"id", "customer_id", "lines", "maybe", "total", "due_at"})
    assert order.total == zero
    assert values == {
        "status": "new",
        "origin": "web",
        "placed_at": NOW,
        "updated_at": NOW,
        "labels": {},
        "code": "AAA",
        "name": "---",
        "size": 2,
        "weight": Decimal(1),
        "ratio": 0.5,
        "below": -3,
        "ok": False,
        "day": date(1970, 1, 1),
        "wait": timedelta(0),
        "raw": b"--",
        "any": None,
        "mail": "nobody@example.invalid",
        "link": "https://example.invalid/",
    }


def test_optional_fields_without_a_source_stay_empty(order: Any) -> None:
    assert order.due_at is None


def test_each_new_aggregate_has_an_id_of_its_own(module: Module, place: Any, request_: Any) -> None:
    kind = module("orders.domain.order").Order
    assert place.order(kind, request_, NOW).id != place.order(kind, request_, NOW).id


def test_a_change_sets_only_what_the_input_brings_and_the_moment(module: Module, order: Any) -> None:
    change = module("orders.app.mapping.change")
    asked = module("orders.app.messages").ChangeInput(id=ORDER, customer_id=UUID(int=7))
    later = NOW + timedelta(days=1)
    changed = change.changed(order, asked, later)
    before, after = order.model_dump(), changed.model_dump()
    assert {name for name in after if after[name] != before[name]} == {"customer_id", "updated_at"}
    assert (changed.customer_id, changed.updated_at) == (UUID(int=7), later)


# outputs and events


def test_an_output_is_filled_from_the_row_then_the_answers_then_the_input(
    module: Module, place: Any, request_: Any, order: Any
) -> None:
    answer = module("orders.app.consumed.bills").ChargeOutput(receipt="r1", total=money(module, "9"))
    output = place.output(request_, order, bills_charge_answer=answer)
    assert output.total == order.total  # not that of the answer
    assert output.receipt == "r1"
    assert output.amount == request_.amount
    assert output.hint is None


def test_an_answer_that_a_fallback_left_out_leaves_its_fields_out(module: Module, order: Any) -> None:
    show = module("orders.app.mapping.show")
    asked = module("orders.app.messages").ShowInput(id=ORDER)
    answer = module("orders.app.consumed.bills").ChargeOutput(receipt="r1")
    assert show.output(asked, order, bills_charge_answer=None).receipt == ""
    assert show.output(asked, order, bills_charge_answer=answer).receipt == "r1"


def test_without_an_answer_an_output_is_what_it_is_without_the_call(module: Module) -> None:
    combine, answers = module("orders.app.mapping.combine"), module("orders.app.consumed.bills")
    asked = module("orders.app.messages").CombineInput(text="mine")
    opened = answers.OpenOutput(id=BILL, text="open", state="late", note="n")
    noted = answers.NoteOutput(id=ORDER, text=None)

    both = combine.output(asked, bills_note_answer=noted, bills_open_answer=opened)
    one = combine.output(asked, bills_open_answer=opened)
    none = combine.output(asked)

    assert [each.id for each in (both, one, none)] == [ORDER, BILL, UUID(int=0)]
    assert [each.text for each in (both, one, none)] == ["open", "open", "mine"]
    assert [each.state for each in (both, one, none)] == ["late", "late", "soon"]
    assert [each.note for each in (both, one, none)] == ["n", "n", None]


def test_answers_have_names_that_no_other_call_changes(module: Module, system: Path) -> None:
    source = (system / "services/orders/src/orders/app/combine.py").read_text()
    assert "mapping.bills_open_2(request)" in source
    assert list(inspect.signature(module("orders.app.mapping.combine").output).parameters) == [
        "request",
        "bills_note_answer",
        "bills_open_answer",
        "bills_open_2_answer",
    ]


def test_an_event_is_filled_from_the_request_and_the_row(place: Any, request_: Any, order: Any) -> None:
    event = place.order_placed(request_, order)
    assert (event.order_id, event.customer_id, event.total) == (ORDER, CUSTOMER, order.total)
    assert event.noted == ""
    assert "`noted`" in place.order_placed.__doc__


def test_the_event_of_a_deletion_still_names_what_is_gone(module: Module) -> None:
    drop = module("orders.app.mapping.drop")
    event = drop.order_dropped(module("orders.app.messages").DropInput(id=ORDER))
    assert event.order_id == ORDER


# events that are handled


def bill_paid(module: Module, service: str) -> Any:
    events = module(f"{service}.app.consumed.billing_events")
    return events.BillPaid(id=BILL, order_id=ORDER, total=money(module, "3", service), state="paid")


def test_an_event_makes_the_row_that_its_key_names(module: Module) -> None:
    handler = module("orders.app.mapping.on_bill_paid")
    made = handler.order(module("orders.domain.order").Order, bill_paid(module, "orders"), NOW)
    assert (made.id, made.total, made.placed_at) == (ORDER, money(module, "3"), NOW)


def test_an_event_changes_only_what_it_brings(module: Module, order: Any) -> None:
    handler = module("orders.app.mapping.on_bill_paid")
    later = NOW + timedelta(hours=1)
    changed = handler.changed(order, bill_paid(module, "orders"), later)
    before, after = order.model_dump(), changed.model_dump()
    assert {name for name in after if after[name] != before[name]} == {"total", "updated_at"}


def test_an_event_may_name_its_row_by_another_field(module: Module, system: Path) -> None:
    handler = module("bills.app.mapping.on_order_placed")
    event = module("bills.app.consumed.sales_events").OrderPlaced(
        order_id=ORDER, customer_id=CUSTOMER, total=money(module, "5", "bills"), noted="", sent_at=NOW, lines=[]
    )
    made = handler.bill(module("bills.domain.bill").Bill, event, NOW)
    assert made.order_id == ORDER
    assert made.id not in (ORDER, UUID(int=0))
    source = (system / "services/bills/src/bills/app/on_order_placed.py").read_text()
    assert "find_by(Bill, order_id=event.order_id)" in source


def test_an_event_that_names_no_row_is_logged(system: Path) -> None:
    source = (system / "services/orders/src/orders/app/on_audited.py").read_text()
    assert '_log.info("Audited received")' in source
    assert not (system / "services/orders/src/orders/app/mapping/on_audited.py").exists()


def test_a_read_model_has_the_key_of_its_events_as_id(module: Module) -> None:
    handler = module("history.app.mapping.order_view_on_bill_paid")
    row = module("history.domain._gen.order_view").OrderViewRow
    made = handler.order_view(row, bill_paid(module, "history"), NOW)
    assert (made.id, made.state, made.updated_at) == (ORDER, "paid", NOW)
    assert handler.changed(made, bill_paid(module, "history"), NOW).id == ORDER


def test_the_id_of_an_event_never_becomes_the_id_of_something_else(module: Module) -> None:
    mailer = module("mailer.app.mapping.on_bill_paid")
    asked = mailer.bills_close_bill(bill_paid(module, "mailer"))
    assert asked.id != BILL
    assert asked.order_id == ORDER


def test_a_worker_builds_its_events_of_the_one_it_handled(module: Module) -> None:
    mailer = module("mailer.app.mapping.on_bill_paid")
    event = mailer.mail_sent(bill_paid(module, "mailer"))
    assert (event.order_id, event.total) == (ORDER, money(module, "3", "mailer"))
