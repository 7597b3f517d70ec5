import json
from datetime import UTC, datetime

import pytest
from contract_linters import lint_with_spectral
from contract_systems import event, service, system
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace
from reference_service import models_source, run
from ruamel.yaml import YAML

from msgen.contracts.asyncapi import asyncapi, asyncapi_yaml
from msgen.contracts.catalogue import Catalogue, Structure
from msgen.contracts.events import (
    dead_letters,
    durable,
    event_headers,
    event_schema,
    event_schema_path,
    event_schema_text,
    stream,
    subject,
)
from msgen.contracts.jsonschema import SchemaBook
from msgen.contracts.numbers import Numbers

TYPES = {
    "Line": {"sku": "string(1..20)", "price": "money", "parts": "list(Line)"},
    "Status": "enum(draft|placed)",
}
PLACED = {
    "order_id": "uuid",
    "lines": "list(Line)",
    "status": "Status",
    "channel": "enum(web|shop)?",
    "total": "decimal(12.2)",
    "at": "datetime",
    "note": {"type": "string?", "description": "In the customer's words."},
}
SHOP = system(
    service("orders", publishes=("OrderPlaced",), subscribes=("Paid",), protocols=(), description="Takes orders."),
    service("payments", context="money", publishes=("Paid",), subscribes=("OrderPlaced",), protocols=()),
    types=TYPES,
    events=(
        event("OrderPlaced", PLACED, "orders", key="order_id", version=2),
        event("Paid", {"order_id": "uuid"}, "payments", context="money"),
    ),
)
GOOD = {
    "order_id": "00000000-0000-0000-0000-000000000001",
    "status": "placed",
    "total": "12.50",
    "at": "2030-01-01T00:00:00Z",
    "lines": [{"sku": "A", "price": {"amount": "1", "currency": "EUR"}, "parts": []}],
}


def test_the_schema_of_an_event_is_a_valid_schema_that_takes_a_good_body():
    schema = event_schema(SHOP, SHOP.event("OrderPlaced"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(GOOD)
    assert event_schema_path(SHOP.event("OrderPlaced")) == "events/OrderPlaced.v2.schema.json"


@pytest.mark.parametrize(
    "change",
    [
        {"total": 12.5},
        {"total": "1.234"},
        {"status": "gone"},
        {"lines": [{"sku": "A"}]},
        {"channel": "phone"},
        {"order_id": None},
        {"note": 1},
    ],
)
def test_the_schema_of_an_event_refuses_a_bad_body(change):
    schema = event_schema(SHOP, SHOP.event("OrderPlaced"))
    assert not Draft202012Validator(schema).is_valid({**GOOD, **change})


years = {"min_value": datetime(2, 1, 1), "max_value": datetime(9998, 12, 31)}
instants = st.datetimes(**years, timezones=st.just(UTC)).map(lambda value: value.isoformat("T", "seconds"))


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_what_the_model_of_an_event_writes_fits_the_schema(data):
    catalogue = Catalogue.of_service(SHOP, SHOP.service("orders"))
    structure = Structure("OrderPlaced", SHOP.event("OrderPlaced").fields)
    model = run(models_source(catalogue, [structure]))["OrderPlaced"]
    body = {
        **GOOD,
        "channel": data.draw(st.sampled_from(["web", None])),
        "note": data.draw(st.none() | st.from_regex(r"[^\x00]{0,5}", fullmatch=True)),
        "at": data.draw(instants),
    }
    sent = json.loads(model.model_validate(body).model_dump_json())
    Draft202012Validator(event_schema(SHOP, SHOP.event("OrderPlaced"))).validate(sent)


def test_the_text_of_a_schema_reads_back_the_same():
    placed = SHOP.event("OrderPlaced")
    assert json.loads(event_schema_text(SHOP, placed)) == event_schema(SHOP, placed)
    assert event_schema_text(SHOP, placed).endswith("}\n")


def test_names_on_the_broker():
    placed, payments = SHOP.event("OrderPlaced"), SHOP.service("payments")
    (subscription,) = payments.subscriptions
    assert subject(SHOP, placed) == "shop.ordering.OrderPlaced.v2"
    assert stream(SHOP, placed) == "SHOP_ORDERING"
    assert durable(payments, subscription, placed) == "payments-OrderPlaced-v2"
    fed = replace(subscription, read_model="order-view")
    assert durable(payments, fed, placed) == "payments-order-view-OrderPlaced-v2"
    assert dead_letters(SHOP, placed, "payments-OrderPlaced-v2") == "dlq.shop.ordering.payments-OrderPlaced-v2"


@pytest.mark.parametrize(
    ("broker", "name"), [("nats", "ce-type"), ("kafka", "ce_type"), ("rabbitmq", "cloudEvents:type")]
)
def test_headers_are_prefixed_as_the_binding_of_the_broker_asks(broker, name):
    topology = replace(SHOP, platform=replace(SHOP.platform, broker=broker))
    headers = event_headers(topology, topology.event("OrderPlaced"))
    assert headers["properties"][name]["const"] == "shop.ordering.OrderPlaced.v2"
    assert ("Nats-Msg-Id" in headers["required"]) == (broker == "nats")


def test_a_service_sends_what_it_publishes_and_receives_what_it_handles():
    document = asyncapi(SHOP, SHOP.service("orders"), Numbers())
    actions = {name: operation["action"] for name, operation in document["operations"].items()}
    assert actions == {"sendOrderPlaced": "send", "receivePaid": "receive"}
    assert document["channels"]["OrderPlaced"]["address"] == "shop.ordering.OrderPlaced.v2"
    messages = document["components"]["messages"]
    assert messages["OrderPlaced"]["payload"] == {"$ref": "./events/OrderPlaced.v2.schema.json"}
    assert messages["Paid"]["payload"] == {"$ref": "./consumed/payments/events/Paid.v1.schema.json"}


def test_streams_and_durables_keep_their_first_names():
    numbers = Numbers({}, {"SHOP_MONEY": "SHOP_BILLING", "orders-Paid-v1": "sales-Paid-v1"})
    document = asyncapi(SHOP, SHOP.service("orders"), numbers)
    assert document["channels"]["Paid"]["x-stream"] == "SHOP_BILLING"
    assert document["operations"]["receivePaid"]["x-durables"] == ["sales-Paid-v1"]


def test_two_events_of_one_name_stay_apart():
    topology = system(
        service("orders", publishes=("ordering.Closed",), subscribes=("money.Closed",), protocols=()),
        service("payments", context="money", publishes=("money.Closed",), protocols=()),
        events=(
            event("Closed", {"id": "uuid"}, "orders"),
            event("Closed", {"id": "uuid"}, "payments", context="money"),
        ),
    )
    document = asyncapi(topology, topology.service("orders"), Numbers())
    assert set(document["channels"]) == {"OrderingClosed", "MoneyClosed"}


def test_partitions_are_the_last_token_of_a_subject_but_no_part_of_a_kafka_topic():
    orders = SHOP.service("orders")
    divided = replace(orders, messaging=replace(orders.messaging, partitions=12))
    on_nats = replace(SHOP, services={**SHOP.services, "orders": divided})
    on_kafka = replace(on_nats, platform=replace(SHOP.platform, broker="kafka"))
    channel = asyncapi(on_nats, divided, Numbers())["channels"]["OrderPlaced"]
    assert channel["address"] == "shop.ordering.OrderPlaced.v2.{partition}"
    assert "`p11`" in channel["parameters"]["partition"]["description"]
    assert (
        asyncapi(on_kafka, divided, Numbers())["channels"]["OrderPlaced"]["address"] == "shop.ordering.OrderPlaced.v2"
    )


@pytest.mark.parametrize("name", ["orders", "payments"])
def test_spectral_finds_no_error(name, tmp_path):
    text = asyncapi_yaml(SHOP, SHOP.service(name), Numbers())
    assert YAML(typ="safe").load(text) == asyncapi(SHOP, SHOP.service(name), Numbers())
    document = tmp_path / "asyncapi.yaml"
    document.write_text(text)
    for item in (SHOP.event("OrderPlaced"), SHOP.event("Paid")):
        own = name in item.publishers
        path = tmp_path / ("." if own else f"consumed/{item.publishers[0]}") / event_schema_path(item)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(event_schema_text(SHOP, item))
    assert lint_with_spectral(document) == []


def test_enumerations_in_place_have_no_name_of_their_own_in_an_event():
    book = SchemaBook(Catalogue.of_context(SHOP, "ordering"), names_inline_enums=False)
    assert book.of_field(SHOP.event("OrderPlaced").fields[3]) == {
        "anyOf": [{"type": "string", "enum": ["web", "shop"]}, {"type": "null"}]
    }
    assert book.components == {}
