"""The report of a design: the figures of the lint tutorial, what is missing and what is assumed."""

from __future__ import annotations

import pytest
from analysed_specs import analysed, example
from reported import bistro, bistro_report, down

from msgen.analysis.report import Report, Scope, report


@pytest.fixture(scope="module")
def faulty() -> Report:
    return report(Scope(example("bistro")))


def test_the_ledger_of_the_tutorial_says_who_spends_which_minutes(faulty: Report) -> None:
    journey = faulty.availability[0]

    assert (journey.journey, journey.target_percent, round(journey.achievable_percent or 0, 3)) == (
        "place-order",
        99.9,
        99.82,
    )
    assert (journey.minutes_allowed, round(journey.minutes_lost or 0), journey.misses_target) == (43.2, 78, True)
    assert [(line.component, line.minutes) for line in journey.ledger] == [
        ("ordering-db", 21.6),
        ("payments-db", 21.6),
        ("psp", 21.6),
        ("storefront", 4.32),
        ("ordering", 4.32),
        ("payments", 4.32),
    ]
    assert sum(line.share_percent for line in journey.ledger) == pytest.approx(100, abs=1e-4)


def test_the_p99_on_the_grid_lies_in_the_interval_of_the_simulation(faulty: Report) -> None:
    for item in (*faulty.latency, *bistro_report().latency):
        assert item.simulated is not None
        assert item.p99_ms is not None
        assert item.simulated.p99_low_ms <= item.p99_ms <= item.simulated.p99_high_ms
    assert [item.dominant_hop for item in faulty.latency] == ["psp", "order-history.GetOrder"]
    assert faulty.latency[0].critical_path[-1] == "psp"


def test_the_deadline_of_the_front_door_is_too_short(faulty: Report) -> None:
    hops = {hop.operation: hop for hop in faulty.deadlines[0].hops}

    assert (hops["storefront.PlaceOrder"].needed_ms, hops["storefront.PlaceOrder"].left_ms) == (3075, -1075)
    assert (hops["ordering.PlaceOrder"].needed_ms, hops["payments.Authorize"].needed_ms) == (1380, 940)
    assert hops["ordering.PlaceOrder"].terms == (
        "own p99 60 ms",
        "accounts.GetCustomer 2 x 150 ms + 20 ms",
        "payments.Authorize 1000 ms",
    )


def test_the_loads_of_the_tutorial_and_the_pods_that_they_need(faulty: Report) -> None:
    loads = {item.service: item.load_per_s for item in faulty.capacity}
    storefront = faulty.capacity[0]

    assert loads == {
        "storefront": 1092, "ordering": 192, "order-history": 900, "kitchen": 192, "delivery": 0, "payments": 576,
        "accounts": 192,
    }  # fmt: skip
    assert (storefront.pods_needed, storefront.pods_to_provision, storefront.is_short) == (22, 32, True)
    assert [(quota.external, quota.load_per_s, quota.limit_per_s, quota.is_short) for quota in faulty.quotas] == [
        ("psp", 384, 200, True)
    ]


def test_the_mended_twin_keeps_its_promises() -> None:
    mended = bistro_report()

    assert not any(item.misses_target for item in mended.availability)
    assert not any(item.misses_target for item in mended.latency)
    assert not any(item.is_short or item.floor_is_short for item in mended.capacity)
    assert not any(item.is_short for item in (*mended.connections, *mended.outboxes, *mended.quotas))
    assert all(hop.left_ms >= 0 for waterfall in mended.deadlines for hop in waterfall.hops)
    assert all(item.bears_it for item in mended.zones)
    assert [item.decides for item in mended.canary] == [True, True, True]
    assert mended.single_points == ()


def test_ceilings_break_in_the_order_in_which_they_stand() -> None:
    months = [item.months for item in bistro_report().ceilings]
    known = [month for month in months if month is not None]

    assert known == sorted(known)
    assert months[: len(known)] == known
    quota = next(item for item in bistro_report().ceilings if item.of == "psp.rate_limit")
    assert (quota.load_per_s, quota.limit_per_s, round(quota.months or 0, 1)) == (120, 600, 41.1)


def test_retries_multiply_with_and_without_budgets() -> None:
    factors = {item.leaf: (item.worst_factor, item.budgeted_factor) for item in bistro_report().retries}

    assert factors["accounts.GetCustomer"] == (4, 1.44)
    assert factors["psp"] == (1, 1)


def test_while_payments_are_down_the_tutorial_takes_no_orders_and_its_twin_lets_the_saga_wait() -> None:
    faulty, mended = down(example("bistro"), "payments"), down(bistro(), "payments")

    assert {entry.operation: entry.status for entry in faulty.entries}["storefront.PlaceOrder"] == "fails"
    assert faulty.entries[0].why == ("storefront.PlaceOrder", "ordering.PlaceOrder", "payments.Authorize", "payments")
    assert {entry.status for entry in mended.entries} == {"works"}
    assert [item.work for item in mended.waiting] == ["saga place-order, step pay", "saga place-order, step capture"]


def test_while_accounts_are_down_the_cache_stands_in() -> None:
    first, *others = down(bistro(), "accounts").entries

    assert (first.operation, first.status, first.instead) == ("storefront.PlaceOrder", "degrades", "cache")
    assert {entry.status for entry in others} == {"works"}


UNKNOWN = """\
services:
  orders: {api: {protocol: rest, operations: {Place: {calls: [psp]}}}}
externals:
  psp: {}
journeys:
  buy: {entry: orders.Place}
"""


def test_what_nobody_gave_is_named() -> None:
    found = report(Scope(analysed(UNKNOWN)))

    assert found.availability[0].achievable_percent is None
    assert found.latency[0].p99_ms is None
    assert found.capacity[0].load_per_s is None
    assert set(found.missing) >= {"psp.availability", "psp.latency", "psp.rate_limit", "journeys.buy.peak"}
    assert set(found.assumed) >= {"orders.scaling.per_pod", "orders.Place.latency.p99"}


def test_a_report_of_one_journey_holds_what_it_needs_and_nothing_else() -> None:
    found = report(Scope(bistro(), journey="track-order"), simulate=False)

    assert [item.journey for item in found.availability] == ["track-order"]
    assert [item.leaf for item in found.retries] == ["order-history.GetOrder"]
    assert [item.component for item in found.blast] == ["storefront"]
    assert (found.capacity, found.coupling, found.system_coupling, found.quotas) == ((), (), None, ())
    assert [item.simulated for item in found.latency] == [None]


def test_a_report_of_one_service_holds_what_belongs_to_it() -> None:
    found = report(Scope(bistro(), service="payments"))

    assert [item.service for item in found.capacity] == ["payments"]
    assert [item.external for item in found.quotas] == ["psp"]
    assert [item.leaf for item in found.retries] == ["psp"]
    assert (found.availability, found.latency, found.deadlines, found.chains) == ((), (), (), ())


def test_an_empty_design_has_an_empty_report() -> None:
    found = report(Scope(analysed("services: {}\n")))

    assert (found.capacity, found.availability, found.ceilings, found.missing) == ((), (), (), ())


def test_without_any_journey_it_is_journeys_that_are_missing() -> None:
    found = report(Scope(analysed("services:\n  orders: {api: rest, publishes: [OrderPlaced]}\n")))

    assert {item.missing for item in (*found.capacity, *found.ceilings, *found.outboxes, *found.zones)} == {
        ("journeys",)
    }
    assert found.missing == ("journeys", "orders.scaling.concurrency")
