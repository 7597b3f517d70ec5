"""What every broker promises; the same tests for NATS and for the one in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from stored_service.adapters.events._gen.broker import Broker, Delivery, Durable, Message, Puller, Stream
from stored_service.adapters.events._gen.factory import create_broker

STREAM = Stream("SHOP_ORDERING", ("shop.ordering.>",))
DURABLE = Durable("billing-OrderPlaced-v1", STREAM, ("shop.ordering.OrderPlaced.v1",))


def a_message(number: int, subject: str = "shop.ordering.OrderPlaced.v1") -> Message:
    return Message(f"id-{number}", subject, b"%d" % number, {"Nats-Msg-Id": f"id-{number}", "x-number": str(number)})


async def publish(broker: Broker, *messages: Message) -> None:
    assert list(await broker.publish(messages)) == [None] * len(messages)


async def fetched(puller: Puller, count: int, *, ack: bool = True) -> list[Delivery]:
    """So many deliveries, in the order in which they came."""
    deliveries: list[Delivery] = []
    while len(deliveries) < count:
        for delivery in await puller.fetch(count - len(deliveries), 5.0):
            deliveries.append(delivery)
            if ack:
                await delivery.ack()
    return deliveries


def payloads(deliveries: Sequence[Delivery]) -> list[int]:
    return [int(delivery.payload) for delivery in deliveries]


async def test_a_message_arrives_as_it_was_sent(broker: Broker) -> None:
    await broker.declare(STREAM)
    await publish(broker, a_message(1))
    (delivery,) = await fetched(await broker.subscribe(DURABLE), 1)
    assert delivery.subject == "shop.ordering.OrderPlaced.v1"
    assert delivery.payload == b"1"
    assert {"Nats-Msg-Id": "id-1", "x-number": "1"}.items() <= delivery.headers.items()
    assert delivery.attempt == 1


async def test_messages_arrive_in_the_order_in_which_they_were_sent(broker: Broker) -> None:
    await broker.declare(STREAM)
    await publish(broker, *(a_message(number) for number in range(1200)))
    puller = await broker.subscribe(DURABLE)
    assert payloads(await fetched(puller, 1200)) == list(range(1200))


async def test_a_consumer_that_comes_late_gets_what_was_sent_before(broker: Broker) -> None:
    await broker.declare(STREAM)
    await publish(broker, a_message(1))
    first = await broker.subscribe(DURABLE)
    await fetched(first, 1)
    await first.close()
    await publish(broker, a_message(2))
    assert payloads(await fetched(await broker.subscribe(DURABLE), 1)) == [2]
    other = replace(DURABLE, name="shipping-OrderPlaced-v1")
    assert payloads(await fetched(await broker.subscribe(other), 2)) == [1, 2]


async def test_a_consumer_that_waits_gets_the_first_message_at_once(broker: Broker) -> None:
    await broker.declare(STREAM)
    puller = await broker.subscribe(DURABLE)
    waiting = asyncio.create_task(puller.fetch(100, 60.0))
    await asyncio.sleep(0)
    await publish(broker, a_message(1))
    async with asyncio.timeout(20):
        deliveries = await waiting
    assert payloads(deliveries) == [1]


async def test_fetching_nothing_ends_after_the_wait(broker: Broker) -> None:
    await broker.declare(STREAM)
    puller = await broker.subscribe(DURABLE)
    assert list(await puller.fetch(10, 0.05)) == []


async def test_of_two_messages_with_one_id_the_second_is_dropped(broker: Broker) -> None:
    await broker.declare(STREAM)
    await publish(broker, a_message(1), a_message(1))
    await publish(broker, a_message(1), a_message(2))
    assert payloads(await fetched(await broker.subscribe(DURABLE), 2)) == [1, 2]


async def test_a_durable_gets_its_own_subjects_only(broker: Broker) -> None:
    await broker.declare(STREAM)
    await publish(
        broker,
        a_message(1, "shop.ordering.OrderPlaced.v2"),
        a_message(2),
        a_message(3, "shop.ordering.OrderPlaced.v1.p3"),
        a_message(4, "shop.ordering.Other.v1"),
    )
    subjects = ("shop.ordering.OrderPlaced.v1", "shop.ordering.OrderPlaced.*.*")
    puller = await broker.subscribe(replace(DURABLE, subjects=subjects))
    assert payloads(await fetched(puller, 2)) == [2, 3]


async def test_two_consumers_of_one_durable_share_its_messages(broker: Broker) -> None:
    await broker.declare(STREAM)
    await publish(broker, *(a_message(number) for number in range(20)))
    first, second = await broker.subscribe(DURABLE), await broker.subscribe(DURABLE)
    half = await fetched(first, 10)
    rest = await fetched(second, 10)
    assert sorted(payloads([*half, *rest])) == list(range(20))


async def test_a_message_given_back_comes_again_and_is_counted(broker: Broker) -> None:
    await broker.declare(STREAM)
    await publish(broker, a_message(1))
    puller = await broker.subscribe(DURABLE)
    attempts = []
    for _ in range(3):
        (delivery,) = await fetched(puller, 1, ack=False)
        attempts.append(delivery.attempt)
        await delivery.nak(0.01)
    assert attempts == [1, 2, 3]


async def test_a_message_without_a_sign_of_life_comes_again(broker: Broker) -> None:
    await broker.declare(STREAM)
    await publish(broker, a_message(1))
    puller = await broker.subscribe(replace(DURABLE, ack_wait=0.1))
    await fetched(puller, 1, ack=False)
    (again,) = await fetched(puller, 1)
    assert (again.payload, again.attempt) == (b"1", 2)


async def test_a_message_that_shows_signs_of_life_does_not_come_again(broker: Broker) -> None:
    await broker.declare(STREAM)
    await publish(broker, a_message(1))
    puller = await broker.subscribe(replace(DURABLE, ack_wait=1.0))
    (delivery,) = await fetched(puller, 1, ack=False)
    for _ in range(5):
        await delivery.in_progress()
        assert list(await puller.fetch(1, 0.3)) == []
    await delivery.ack()


async def test_a_terminated_message_never_comes_again(broker: Broker) -> None:
    await broker.declare(STREAM)
    await publish(broker, a_message(1), a_message(2))
    puller = await broker.subscribe(replace(DURABLE, ack_wait=0.1))
    (delivery,) = await fetched(puller, 1, ack=False)
    await delivery.term()
    assert payloads(await fetched(puller, 1)) == [2]
    assert list(await puller.fetch(1, 0.3)) == []


async def test_with_one_in_flight_the_next_message_waits_for_the_retry_of_the_first(broker: Broker) -> None:
    await broker.declare(STREAM)
    await publish(broker, a_message(1), a_message(2), a_message(3))
    puller = await broker.subscribe(replace(DURABLE, max_in_flight=1))
    other = await broker.subscribe(replace(DURABLE, max_in_flight=1))
    (delivery,) = await fetched(puller, 1, ack=False)
    assert list(await other.fetch(10, 0.05)) == []
    await delivery.nak(0.05)
    await other.close()
    assert payloads(await fetched(puller, 3)) == [1, 2, 3]


async def test_a_work_queue_keeps_what_is_not_acknowledged_and_nothing_else(broker: Broker) -> None:
    queue = Stream("SHOP__DLQ", ("dlq.shop.>",), work_queue=True)
    await broker.declare(queue)
    await publish(broker, a_message(1, "dlq.shop.a"), a_message(2, "dlq.shop.a"))
    durable = Durable("once", queue, ("dlq.shop.a",), ack_wait=0.1)
    puller = await broker.subscribe(durable)
    (delivery,) = await fetched(puller, 1)
    assert delivery.payload == b"1"
    assert payloads(await fetched(puller, 1)) == [2]
    assert list(await puller.fetch(1, 0.2)) == []


async def test_what_arrived_but_was_not_fetched_is_given_back_on_close(broker: Broker) -> None:
    await broker.declare(STREAM)
    await publish(broker, *(a_message(number) for number in range(5)))
    puller = await broker.subscribe(replace(DURABLE, ack_wait=60.0))
    await fetched(puller, 1)
    await puller.close()
    again = await fetched(await broker.subscribe(replace(DURABLE, ack_wait=60.0)), 4)
    assert sorted(payloads(again)) == [1, 2, 3, 4]


async def test_a_message_that_no_stream_takes_is_not_confirmed(broker: Broker) -> None:
    await broker.declare(STREAM)
    first, lost = await broker.publish([a_message(1), a_message(2, "nowhere.at.all")])
    assert first is None
    assert isinstance(lost, Exception)


async def test_a_stream_may_be_declared_again_and_again(broker: Broker) -> None:
    for _ in range(2):
        await broker.declare(STREAM)
    await publish(broker, a_message(1))
    await broker.declare(replace(STREAM, max_age=3600.0))
    assert payloads(await fetched(await broker.subscribe(DURABLE), 1)) == [1]


async def test_a_stream_that_is_declared_with_more_subjects_takes_them_too(broker: Broker) -> None:
    await broker.declare(STREAM)
    await broker.declare(replace(STREAM, subjects=("shop.billing.>",)))
    await publish(broker, a_message(1), a_message(2, "shop.billing.Paid.v1"))
    everything = replace(DURABLE, subjects=("shop.>",))
    assert payloads(await fetched(await broker.subscribe(everything), 2)) == [1, 2]


async def test_a_broker_answers_a_ping(broker: Broker) -> None:
    await broker.ping()


async def test_an_unknown_broker_is_refused() -> None:
    with pytest.raises(ValueError, match="`kafka://` is not supported; use nats:// or memory://"):
        create_broker("kafka://host")
