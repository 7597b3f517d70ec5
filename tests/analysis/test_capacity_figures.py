"""Pods, queues, quotas and the time that is left until a ceiling."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from math import log

import pytest
from analysed_specs import analysed, example
from hypothesis import given
from hypothesis import strategies as st

from msgen.analysis.capacity import left_without_zone, pods_for_zone_loss
from msgen.analysis.growth import months_until
from msgen.analysis.queueing import in_flight, waiting_time


def test_the_pods_of_the_lint_tutorial() -> None:
    capacity = example("bistro").capacity
    front, history, payments = capacity["storefront"], capacity["order-history"], capacity["payments"]
    assert (front.pods, front.provision, front.maximum_for_zone_loss) == (22, 32, 33)
    assert (front.ceiling, front.without_zone, front.floor, front.ordinary) == (300, 200, 150, 364)
    assert (history.pods, history.without_zone, history.floor, history.ordinary) == (18, 200, 150, 300)
    assert (payments.floor, payments.ordinary) == (180, 192)


def test_the_bulkhead_of_the_lint_tutorial_is_too_small() -> None:
    analysis = example("bistro")
    rate = analysis.calls_per_pod["payments.Authorize->psp"]
    assert in_flight(rate, timedelta(milliseconds=900)) == Decimal("115.2")


SHOP = """
    services:
      shop:
        api:
          operations:
            Buy: {kind: command, latency: {p50: 20ms, p99: 20ms}, calls: [{to: bank, per_request: 2}]}
        store: none
        scaling: {min: 2, max: 6, per_pod: 50/s, concurrency: 4, startup: 15s}
        runtime: {model: MODEL}
    externals:
      bank: {latency: {p50: 40ms, p99: 40ms}, rate_limit: 1000/s}
    journeys:
      buy: {entry: shop.Buy, peak: 100/s, growth: 100%, peak_factor: 4, ramp: 5m}
"""


def test_the_floor_bears_an_ordinary_hour_and_the_rise_until_new_pods_serve() -> None:
    shop = analysed(SHOP.replace("MODEL", "async")).capacity["shop"]
    assert shop.lam == 200
    assert shop.ordinary == 50
    assert shop.rise == 200 * Decimal("0.75") / 300 * 30
    assert float(shop.headroom) == pytest.approx(100 * 30 / 70)
    assert shop.pods_at_peak == 6


def test_a_worker_that_waits_is_busy_and_an_asynchronous_one_is_not() -> None:
    alone, blocked = (analysed(SHOP.replace("MODEL", model)).capacity["shop"] for model in ("async", "sync"))
    assert alone.queue is not None
    assert blocked.queue is not None
    assert (alone.queue.servers, blocked.queue.servers) == (24, 24)
    assert alone.queue.service_time == pytest.approx(0.020)
    assert blocked.queue.service_time == pytest.approx(0.100)
    assert blocked.queue.utilisation == pytest.approx(200 * 0.1 / 24)
    assert blocked.queue.wait_p99 == waiting_time(200, blocked.queue.service_time, 24)
    assert alone.waiting_share == blocked.waiting_share == pytest.approx(0.8)


def test_the_time_left_until_the_ceiling_and_the_quota() -> None:
    analysis = analysed(SHOP.replace("MODEL", "async"))
    assert analysis.capacity["shop"].months_to_ceiling == pytest.approx(12 * log(300 / 100) / log(2))
    bank = analysis.quotas["bank"]
    assert (bank.limit, bank.lam, bank.worst) == (1000, 400, 400)
    assert bank.months_to_limit == pytest.approx(12 * log(1000 / 200) / log(2))


def test_what_nobody_gave_is_named_and_gives_no_figure() -> None:
    text = SHOP.replace("MODEL", "sync").replace(", peak: 100/s", "").replace(", concurrency: 4", "")
    analysis = analysed(text.replace("latency: {p50: 40ms, p99: 40ms}, rate_limit: 1000/s", "availability: 99.9%"))
    shop = analysis.capacity["shop"]
    assert (shop.lam, shop.pods, shop.provision, shop.ordinary, shop.rise, shop.queue) == (None,) * 6
    assert shop.waiting_share is None
    assert shop.months_to_ceiling is None
    assert shop.missing == ("journeys.buy.peak", "shop.scaling.concurrency", "bank.latency")


def test_a_peak_that_is_missing_matters_only_where_its_journey_leads() -> None:
    capacity = analysed("""
        services:
          shop: {api: {operations: {Buy: {kind: command}}}, store: none}
          desk: {api: {operations: {Ask: {kind: command, calls: [help]}}}, store: none}
        externals:
          help: {rate_limit: 10/s}
        journeys:
          buy: {entry: shop.Buy, peak: 10/s}
          ask: {entry: desk.Ask}
    """)
    shop, desk, help_desk = capacity.capacity["shop"], capacity.capacity["desk"], capacity.quotas["help"]
    assert (shop.lam, "journeys.ask.peak" in shop.missing) == (10, False)
    assert (desk.lam, "journeys.ask.peak" in desk.missing) == (None, True)
    assert (help_desk.lam, help_desk.worst, help_desk.missing) == (None, None, ("journeys.ask.peak",))


def test_assumed_facts_are_named() -> None:
    shop = analysed("""
        services:
          shop: {api: {operations: {Buy: {kind: command}}}, store: none, scaling: {concurrency: 8}}
        journeys:
          buy: {entry: shop.Buy, peak: 10/s}
    """).capacity["shop"]
    assert shop.assumed == ("shop.scaling.per_pod",)
    assert shop.assumed_floor == (
        "shop.scaling.per_pod",
        "shop.scaling.startup",
        "journeys.buy.peak_factor",
        "journeys.buy.ramp",
    )
    assert shop.assumed_queue == ("shop.scaling.per_pod", "shop.Buy.latency.p50", "shop.Buy.latency.p99")


@given(st.integers(0, 500), st.integers(2, 5))
def test_the_fewest_pods_that_bear_the_loss_of_a_zone(needed: int, zones: int) -> None:
    fewest = pods_for_zone_loss(needed, zones)
    assert left_without_zone(fewest, zones) >= needed
    assert fewest == 0 or left_without_zone(fewest - 1, zones) < needed


@given(st.integers(1, 1000), st.integers(1, 4000), st.integers(1, 200))
def test_one_growth_in_parts_is_one_growth(now: int, more: int, percent: int) -> None:
    whole = months_until(now + more, [(now, percent / 100)])
    parts = months_until(now + more, [(now / 2, percent / 100), (now / 2, percent / 100 + 1e-12)])
    assert whole is None or whole > 1199 or whole == pytest.approx(parts, abs=1e-3)


def test_what_does_not_grow_never_reaches_its_limit_and_what_has_reached_it_need_not_grow() -> None:
    assert months_until(100, [(50, 0.0)]) is None
    assert months_until(100, []) is None
    assert months_until(100, [(60, 0.0), (40, 0.5)]) == 0.0
    assert months_until(100, [(50, 0.0), (25, 1.0)]) == pytest.approx(12, abs=1e-3)
