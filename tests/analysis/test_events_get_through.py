"""Outboxes, partitions and database connections."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from analysed_specs import analysed

SHOP = """
    services:
      shop:
        api: {operations: {Buy: {kind: command, publishes: [Bought, Counted]}}}
        aggregates: {Order: {events: [Bought, Counted]}}
        messaging: {batch: 50, poll: 200ms, partitions: 4}
      mailer:
        store: none
        subscribes: [{event: Bought, latency: {p50: 100ms, p99: 100ms}}, {event: Counted, latency: {p50: 50ms, p99: 50ms}}]
        scaling: {min: 1, max: 5}
      reports:
        api: {operations: {Show: {kind: query}}}
        store: none
        read_models: {sales: {sources: [Bought], staleness: 3s, store: {engine: postgres, pool: 7, max_connections: 100}}}
        slo: {freshness: 2s}
        scaling: {min: 1, max: 8}
    journeys:
      buy: {entry: shop.Buy, peak: 30/s}
"""


def test_what_goes_into_the_outbox_and_how_fast_it_is_emptied() -> None:
    outbox = analysed(SHOP).outboxes["shop"]
    assert (outbox.published, outbox.drained) == (60, 250)
    assert outbox.lag == timedelta(milliseconds=400)
    assert (outbox.tightest, outbox.tightest_at) == (timedelta(seconds=2), "reports.slo.freshness")


def test_without_a_load_the_rate_into_the_outbox_is_unknown() -> None:
    analysis = analysed(SHOP.replace(", peak: 30/s", ""))
    assert analysis.outboxes["shop"].published is None
    assert analysis.partitions["shop"].busiest is None


def test_direct_delivery_has_no_outbox() -> None:
    text = SHOP.replace("messaging: {batch: 50, poll: 200ms, partitions: 4}", "messaging: {delivery: direct}")
    assert analysed(text).outboxes == {}


def test_partitions_are_for_the_most_pods_and_the_busiest_consumer() -> None:
    partitions = analysed(SHOP).partitions["shop"]
    assert (partitions.partitions, partitions.most_pods, partitions.most_pods_of) == (4, 8, "reports")
    assert partitions.busiest_of == "mailer"
    assert partitions.busiest == pytest.approx(30 * 0.1 + 30 * 0.05)
    assert partitions.assumed == ()


def test_handlers_of_a_read_model_have_an_assumed_latency() -> None:
    text = SHOP.replace("{p50: 100ms, p99: 100ms}", "{p50: 1ms, p99: 1ms}").replace(
        "{p50: 50ms, p99: 50ms}", "{p50: 1ms, p99: 1ms}"
    )
    partitions = analysed(text).partitions["shop"]
    assert partitions.busiest_of == "reports"
    assert partitions.assumed == ("reports.read_models.sales.latency",)


def test_connections_of_all_pods_and_those_that_are_kept() -> None:
    found = analysed(SHOP).connections
    assert list(found) == ["shop.store", "reports.read_models.sales.store"]
    sales = found["reports.read_models.sales.store"]
    assert (sales.service, sales.read_model, sales.needed, sales.limit) == ("reports", "sales", 66, 100)
    assert Decimal(found["shop.store"].needed) <= found["shop.store"].limit
