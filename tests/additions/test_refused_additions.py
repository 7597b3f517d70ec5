"""What does not fit the spec is refused with the nearest name, or with both places."""

from __future__ import annotations

from typing import Any

import pytest
from added import MARKET, SHOP, With, changes, document_of

from msgen.additions.call import CallAddition, with_call
from msgen.additions.context import ContextAddition, with_context
from msgen.additions.errors import AdditionError
from msgen.additions.event import EventAddition, with_event
from msgen.additions.fields import aggregate, field, fields
from msgen.additions.journey import JourneyAddition, with_journey
from msgen.additions.operation import OperationAddition, with_operation
from msgen.additions.saga import SagaAddition, StepAddition, step, with_saga
from msgen.additions.service import ServiceAddition, with_service
from msgen.spec import SpecError


@pytest.mark.parametrize(
    ("with_addition", "addition", "said"),
    [
        (with_context, ContextAddition("a", owner="sale"), "there is no team `sale`\nhint: did you mean `sales`"),
        (with_service, ServiceAddition("a", "orderin"), "there is no context `orderin`\nhint: did you mean `ordering`"),
        (with_service, ServiceAddition("a", "zzz"), "there is no context `zzz`\nhint: `msgen add context zzz` makes one"),
        (with_service, ServiceAddition("a", owner="sale"), "there is no team `sale`\nhint: did you mean `sales`"),
        (with_service, ServiceAddition("a", like="order"), "there is no service `order`\nhint: did you mean `orders`"),
        (with_service, ServiceAddition("a", calls=("bnk",)), "there is no service or external system `bnk`\nhint: did you mean `bank`"),
        (with_service, ServiceAddition("a", subscribes=("OrderPlacd",)), "there is no event `OrderPlacd`\nhint: did you mean `OrderPlaced`"),
        (with_operation, OperationAddition("order", "A"), "there is no service `order`\nhint: did you mean `orders`"),
        (with_operation, OperationAddition("orders", "A", calls=("payments.Py",)), "there is no operation `payments.Py`\nhint: did you mean `payments.Pay`"),
        (with_operation, OperationAddition("orders", "A", publishes=("X",)), "there is no event `X`\nhint: `msgen add event X` makes one"),
        (with_call, CallAddition("orders.PlaceOrdr", "bank"), "there is no operation `orders.PlaceOrdr`\nhint: did you mean `orders.PlaceOrder`"),
        (with_call, CallAddition("orders.PlaceOrder", "payments.Pay"), "`orders.PlaceOrder` calls `payments.Pay` already\nhint: change that call in the spec"),
        (with_call, CallAddition("orders.PlaceOrder", "bank", ttl="9s"), "only an answer from the cache has an age\nhint: add `--fallback cache`, or leave `--ttl` out"),
        (with_event, EventAddition("A", "order"), "there is no service `order`\nhint: did you mean `orders`"),
        (with_event, EventAddition("A", "orders", ("history.vew",)), "there is no read model of `history` `vew`\nhint: did you mean `view`"),
        (with_event, EventAddition("A", "orders", aggregate="Ordr"), "there is no aggregate of `orders` `Ordr`\nhint: did you mean `Order`"),
        (with_saga, SagaAddition("a", "OrderPlace", ()), "there is no event `OrderPlace`\nhint: did you mean `OrderPlaced`"),
        (with_saga, SagaAddition("a", "OrderPlaced", (StepAddition("a", "payments"),)), "`payments` is a service, not one of its operations\nhint: for example `payments.Pay`"),
        (with_journey, JourneyAddition("a", ("orders.PlaceOrder",), "custmer"), "there is no actor `custmer`\nhint: did you mean `customer`"),
    ],
)  # fmt: skip
def test_a_name_that_is_not_known(with_addition: With, addition: Any, said: str) -> None:
    with pytest.raises(AdditionError) as refused:
        changes(document_of(MARKET), with_addition, addition)

    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("with_addition", "addition", "places"),
    [
        (with_context, ContextAddition("money"), ["msgen.yaml:13:3", "msgen.yaml:8:1"]),
        (with_service, ServiceAddition("payments"), ["msgen.yaml:34:3", "msgen.yaml:15:1"]),
        (with_service, ServiceAddition("bank"), ["msgen.yaml:7:3", "msgen.yaml:6:1"]),
        (with_operation, OperationAddition("orders", "PlaceOrder"), ["msgen.yaml:21:9", "msgen.yaml:20:7"]),
        (with_event, EventAddition("OrderPlaced", "payments"), ["msgen.yaml:12:7", "msgen.yaml:11:5"]),
        (with_saga, SagaAddition("buy", "OrderPlaced", (StepAddition("a", "payments.Pay"),)), ["msgen.yaml:54:3", "msgen.yaml:53:1"]),
        (with_journey, JourneyAddition("buy", ("orders.PlaceOrder",)), ["msgen.yaml:60:3", "msgen.yaml:59:1"]),
    ],
)  # fmt: skip
def test_a_name_that_is_taken_is_told_with_both_places(with_addition: With, addition: Any, places: list[str]) -> None:
    with pytest.raises(SpecError) as refused:
        changes(document_of(MARKET), with_addition, addition)

    (finding,) = refused.value.findings
    assert [str(finding.location), *(str(item.location) for item in finding.related)] == places
    assert "nothing was written" in finding.message


def test_a_name_that_is_taken_in_another_file_is_told_with_both_files() -> None:
    document = document_of(SHOP, sales="context: sales\nservices:\n  till: {api: rest}\n")

    with pytest.raises(SpecError) as refused:
        changes(document, with_service, ServiceAddition("orders", "sales"))

    (finding,) = refused.value.findings
    assert (str(finding.location), str(finding.related[0].location)) == ("msgen.yaml:4:3", "contexts/sales.yaml:1:1")


def test_an_event_that_is_only_published_is_taken_as_well() -> None:
    with pytest.raises(SpecError, match="event `OrderPlaced` is there already"):
        changes(document_of(SHOP), with_event, EventAddition("OrderPlaced", "payments"))


def test_an_operation_that_follows_from_what_is_kept_is_taken_as_well() -> None:
    with pytest.raises(AdditionError, match="derived from what it keeps"):
        changes(document_of(SHOP), with_operation, OperationAddition("orders", "CreateOrder"))


@pytest.mark.parametrize("service", ["worker: {}", "old: {api: {protocol: rest, contract: contracts/x.yaml}}"])
def test_an_operation_of_what_has_none_to_write_is_refused(service: str) -> None:
    name = service.partition(":")[0]

    with pytest.raises(AdditionError):
        changes(document_of(f"{SHOP}  {service}\n"), with_operation, OperationAddition(name, "A"))


def test_what_comes_from_an_anchor_is_left_to_a_person() -> None:
    spec = SHOP.replace("calls: [payments]", "calls: &all [payments]") + "    calls: *all\n"
    spec = spec.replace("  payments:\n    api: grpc\n", "  mails: {api: rest}\n  payments:\n    api: grpc\n").replace(
        "[payments]", "[mails]"
    )

    with pytest.raises(AdditionError, match=r"nothing can be added to `services\.orders\.calls`"):
        changes(document_of(spec), with_call, CallAddition("orders", "payments"))


@pytest.mark.parametrize("text", ["total", "Total: money", "total: mony", "total: int(", ": money"])
def test_a_field_that_cannot_be_read(text: str) -> None:
    with pytest.raises(AdditionError):
        field(text)


def test_a_field_is_given_once_and_an_aggregate_has_a_name() -> None:
    with pytest.raises(AdditionError, match="twice"):
        fields(["a: int, a: string"])
    with pytest.raises(AdditionError, match="aggregate"):
        aggregate("order: total money")


@pytest.mark.parametrize(
    "text", ["pay", "pay:", ": a.B", "pay: a.B, undo a.C", "pay: a.B, pivot now", "pay: a.B, timeout"]
)
def test_a_step_that_cannot_be_read(text: str) -> None:
    with pytest.raises(AdditionError):
        step(text)
