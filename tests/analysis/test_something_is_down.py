"""What is lost with a component, and what still works."""

from __future__ import annotations

from decimal import Decimal

import pytest
from analysed_specs import analysed, example

LOOP = """
    services:
      a: {api: {protocol: rest, exposure: public, operations: {Get: {calls: [b.Get]}}}}
      b: {api: {protocol: rest, operations: {Get: {calls: [a.Get, {to: c.Get, fallback: {kind: call, to: d.Get}}]}}}}
      c: {api: {protocol: rest, operations: {Get: {}}}, store: {engine: postgres, name: one}}
      d: {api: {protocol: rest, operations: {Get: {}}}, store: {engine: postgres, name: one}}
    journeys:
      first: {entry: a.Get, peak: 10/s}
      second: {entry: c.Get, peak: 60/s, criticality: normal}
      third: {entry: d.Get}
"""


def test_the_blast_radius_of_the_tutorial():
    blast = example("bistro").blast
    assert blast.share("storefront") == 1
    assert blast.share("psp") == Decimal(192) / (192 + 900), "peak with growth; track-order does without"
    assert blast.share("accounts") == 0


def test_a_journey_counts_by_its_peak_and_its_criticality():
    blast = analysed(LOOP).blast
    assert blast.share("a") == Decimal(10) / 40
    assert blast.share("c") == Decimal(30) / 40
    assert blast.all["c.store"].journeys == ("first", "second", "third"), "both sides of the fallback share the store"
    assert blast.missing == ("journeys.third.peak",)


def test_without_any_peak_there_is_no_share():
    blast = analysed("""
        services: {a: {api: {protocol: rest, operations: {Get: {}}}}}
        journeys: {one: {entry: a.Get}}
    """).blast
    assert (blast.share("a"), blast.missing) == (None, ("journeys.one.peak",))


def test_single_points_of_the_tutorial():
    points = example("bistro").spof
    assert [(point.component.name, point.reasons, point.journeys) for point in points] == [
        ("ordering-db", ("one replica",), ("place-order",)),
        ("payments-db", ("one replica",), ("place-order",)),
    ]
    assert example("bistro-fixed").spof == ()


def test_one_pod_in_the_middle_of_a_critical_journey_is_a_single_point():
    points = analysed("""
        services:
          a: {api: {protocol: rest, operations: {Get: {calls: [b.Get]}}}, store: none, scaling: {min: 2}}
          b: {api: {protocol: rest, operations: {Get: {calls: [c.Get]}}}, store: none, scaling: {min: 1}}
          c: {api: {protocol: rest, operations: {Get: {}}}, store: none, scaling: {min: 1}}
        journeys: {one: {entry: a.Get}}
    """).spof
    assert [(point.component.name, point.reasons) for point in points] == [
        ("b", ("one pod", "articulation point")),
        ("c", ("one pod",)),
    ]


@pytest.mark.parametrize(
    ("name", "entry", "status", "why", "instead"),
    [
        ("psp", "storefront.PlaceOrder", "fails", ("storefront.PlaceOrder", "ordering.PlaceOrder", "payments.Authorize", "psp"), None),
        ("payments-db", "storefront.TrackOrder", "works", (), None),
        ("accounts", "storefront.PlaceOrder", "degrades", ("storefront.PlaceOrder", "ordering.PlaceOrder", "accounts.GetCustomer", "accounts"), "cache"),
        ("broker", "storefront.PlaceOrder", "degrades", ("storefront.PlaceOrder", "ordering.PlaceOrder", "platform.broker"), "outbox"),
    ],
)  # fmt: skip
def test_what_still_works_in_the_tutorial(
    name: str, entry: str, status: str, why: tuple[str, ...], instead: str | None
):
    outcome = next(item for item in example("bistro").down(name).entries if item.operation == entry)
    assert (outcome.status, outcome.why, outcome.instead) == (status, why, instead)


@pytest.mark.parametrize(
    ("name", "status"), [("a", "fails"), ("b", "fails"), ("c", "degrades"), ("d", "works"), ("one-db", "fails")]
)
def test_a_call_cycle_fails_and_degrades_as_a_whole(name: str, status: str):
    outcomes = {item.operation: item.status for item in analysed(LOOP).down(name).entries}
    assert outcomes["a.Get"] == status


def test_an_unknown_name_is_not_guessed():
    assert analysed(LOOP).down("nowhere") is None
