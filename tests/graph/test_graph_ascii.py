"""A picture in a terminal."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest
from drawn_systems import SHOP, sample, shown, topology

from msgen.graph.ascii import drawn, drawn_picture
from msgen.graph.part import around, of_context
from msgen.graph.picture import Picture


def test_contexts_are_boxes_and_arrows_are_lists() -> None:
    assert (
        drawn(topology(SHOP))
        == """\
┌─ sales ───────────────┐  ┌─ money ────────┐  ┌─ outside ┐
│ web     bff rest      │  │ payments  grpc │  │ psp      │
│ orders  grpc postgres │  └────────────────┘  └──────────┘
└───────────────────────┘

calls
  web      ──▶ orders  PlaceOrder
  payments ──▶ psp

events
  orders ┄┄▶ payments  OrderPlaced

heard by nobody
  orders ┄┄╳  OrderLost
"""
    )


def test_without_unicode_the_same_is_said_in_ascii() -> None:
    text = drawn(topology(SHOP), unicode=False)

    assert text.isascii()
    assert text.splitlines()[:4] == [
        "+- sales ---------------+  +- money --------+  +- outside +",
        "| web     bff rest      |  | payments  grpc |  | psp      |",
        "| orders  grpc postgres |  +----------------+  +----------+",
        "+-----------------------+",
    ]
    assert "  orders ..> payments  OrderPlaced\n" in text


def test_steps_of_a_saga_are_told_once_for_each_service() -> None:
    steps = drawn(sample("bistro")).partition("steps of sagas\n")[2].partition("\n\n")[0]

    assert steps.splitlines() == [
        "  ordering ══▶ payments  place-order: Authorize, Void, Capture",
        "           ══▶ kitchen   place-order: AcceptTicket, RejectTicket",
    ]


def test_a_system_of_one_worker_is_one_box() -> None:
    assert (
        drawn(topology("services: {cleaner: {store: none}}"))
        == """\
┌─ cleaner ───────┐
│ cleaner  worker │
└─────────────────┘
"""
    )


@pytest.mark.parametrize("services", [1, 2, 7, 20, 40])
@pytest.mark.parametrize("width", [40, 80, 132])
def test_any_system_fits_the_width_and_names_every_service(
    of_size: Callable[[int], Picture], services: int, width: int
) -> None:
    picture = of_size(services)

    lines = drawn_picture(picture, width).splitlines()

    assert max(map(len, lines)) <= width
    assert [each.name for each in picture.services() if not any(each.name in line for line in lines)] == []
    assert sum(line.count("▶") for line in lines) == len(picture.arrows)


def test_the_longest_names_stay_inside_the_width() -> None:
    a, b = "a" * 48, "b" * 48
    lines = drawn(topology(f"services: {{{a}: {{api: rest, calls: [{b}]}}, {b}: {{api: grpc}}}}")).splitlines()

    assert max(map(len, lines)) <= 80
    assert lines[lines.index("calls") :][1:3] == [f"  {a}", f"    ──▶ {b}"]


def test_a_part_shows_a_service_with_its_neighbours_only() -> None:
    whole = shown(SHOP)

    part = around(whole, "payments")

    assert [service.name for service in part.services()] == ["orders", "payments"]
    assert part.externals == ("psp",)
    assert [(arrow.source, arrow.target) for arrow in part.arrows] == [("payments", "psp"), ("orders", "payments")]
    assert part.unheard == ()
    assert of_context(whole, "money") == part


def test_an_event_that_starts_a_saga_is_heard() -> None:
    saga = "sagas: {buy: {coordinator: orders, trigger: OrderPlaced, steps: [{name: pay, do: payments.Pay}]}}"

    assert shown(f"{dedent(SHOP)}{saga}").unheard == (("orders", "OrderLost"),)
    deaf = dedent(SHOP).replace("    subscribes: [OrderPlaced]\n", "")
    assert shown(deaf).unheard == (("orders", "OrderPlaced"), ("orders", "OrderLost"))
    assert shown(f"{deaf}{saga}").unheard == (("orders", "OrderLost"),)


def test_a_long_name_stays_in_its_column_where_the_column_before_is_narrow() -> None:
    calls = "web: {role: bff, api: rest, calls: [shopping-assistant-service]}"
    text = drawn(topology(f"services: {{{calls}, shopping-assistant-service: {{api: rest}}}}"))

    assert "\n  web ──▶ shopping-assistant-service  GetShoppingAssistantService\n" in text
