"""From events to messages."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

import pytest
from stored_service.adapters.events._gen.broker import Message
from stored_service.adapters.events._gen.direct_publisher import DirectPublisher
from stored_service.adapters.events._gen.envelope import Envelope
from stored_service.adapters.events._gen.errors import BrokerUnavailable
from stored_service.adapters.events._gen.memory_broker import MemoryBroker
from stored_service.adapters.events._gen.naming import dead_letter_stream, dead_letter_subject, stream_of
from stored_service.domain._gen.event import Event
from stored_service.domain._gen.events import OrderPlaced

EVENT_ID = UUID(int=7)


class Renamed(Event):
    subject: ClassVar[str] = "shop.ordering.Renamed.v1"
    key_field: ClassVar[str | None] = "name"

    name: str


class Unkeyed(Event):
    subject: ClassVar[str] = "shop.ordering.Unkeyed.v1"

    text: str = ""


def envelope(partitions: int | None = None) -> Envelope:
    return Envelope(
        "shop",
        "orders",
        partitions=partitions,
        trace_headers=lambda: {"traceparent": "00-1-2-01"},
        clock=lambda: datetime(2026, 1, 2, tzinfo=UTC),
        new_id=lambda: EVENT_ID,
    )


def test_a_message_has_the_headers_of_cloud_events() -> None:
    order_id = UUID(int=1)
    message = envelope().seal(OrderPlaced(order_id=order_id, number=3))
    assert message == Message(
        id=str(EVENT_ID),
        subject="shop.ordering.OrderPlaced.v1",
        payload=message.payload,
        headers={
            "Nats-Msg-Id": str(EVENT_ID),
            "ce-id": str(EVENT_ID),
            "ce-source": "/shop/orders",
            "ce-specversion": "1.0",
            "ce-subject": str(order_id),
            "ce-time": "2026-01-02T00:00:00+00:00",
            "ce-type": "shop.ordering.OrderPlaced.v1",
            "content-type": "application/json",
            "traceparent": "00-1-2-01",
        },
        key=str(order_id),
    )
    assert json.loads(message.payload) == {"order_id": str(order_id), "number": 3}


def test_an_event_without_a_key_has_no_subject_header() -> None:
    message = envelope().seal(Unkeyed())
    assert message.key is None
    assert "ce-subject" not in message.headers


def test_a_key_cannot_smuggle_headers_in() -> None:
    message = envelope().seal(Renamed(name='a\r\nx-evil: 1 "%" é'))
    assert message.headers["ce-subject"] == "a%0D%0Ax-evil:%201%20%22%25%22%20%C3%A9"
    assert message.key == 'a\r\nx-evil: 1 "%" é'


def test_events_of_one_key_share_a_partition_and_keys_are_spread() -> None:
    subjects = [envelope(4).seal(Renamed(name=str(name % 50))).subject for name in range(100)]
    assert subjects[:50] == subjects[50:]
    assert set(subjects) == {f"shop.ordering.Renamed.v1.p{number}" for number in range(4)}
    assert envelope(4).seal(Renamed(name="a")).headers["ce-type"] == "shop.ordering.Renamed.v1"


def test_an_event_that_no_broker_takes_is_refused_where_it_is_published() -> None:
    with pytest.raises(ValueError, match=r"shop.ordering.Unkeyed.v1` has 2000011 bytes"):
        envelope().seal(Unkeyed(text="x" * 2_000_000))


def test_streams_and_dead_letters_have_the_agreed_names() -> None:
    assert stream_of("my-shop", "order-taking").name == "MY-SHOP_ORDER-TAKING"
    assert stream_of("my-shop", "order-taking").subjects == ("my-shop.order-taking.>",)
    assert dead_letter_stream("my-shop").name == "MY-SHOP__DLQ"
    assert dead_letter_subject("shop", "ordering", "billing-A-v1") == "dlq.shop.ordering.billing-A-v1"


async def test_a_direct_publisher_sends_at_once_or_says_that_it_could_not() -> None:
    broker = MemoryBroker()
    publisher = DirectPublisher(broker, envelope(), [stream_of("shop", "ordering")])
    await publisher.publish(Unkeyed())
    with pytest.raises(BrokerUnavailable, match="could not be published") as raised:
        await DirectPublisher(MemoryBroker(), envelope(), []).publish(Unkeyed())
    assert raised.value.dependency == "broker"
