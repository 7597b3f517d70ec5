"""Specs with several mistakes are told everything in one run."""

from __future__ import annotations

import pytest
from spec_mistakes import system

from msgen.diagnostics import SpecError
from msgen.spec import parse, read_text


def findings(text: str) -> list[str]:
    """`line:column path: message` of everything that is wrong."""
    with pytest.raises(SpecError) as raised:
        parse(read_text(text))
    return [
        f"{found.location.line}:{found.location.column} {found.object_path}: {found.message}"
        for found in raised.value.findings
        if found.location
    ]


def test_mistakes_of_every_stage_are_told_together_in_the_order_of_the_file() -> None:
    text = """\
msgen: 1
name: shop
profile: fast
services:
  orders:
    api: {protocol: rest, exposre: public}
    api: grpc
    calls: [paymnts]
    slo: {availability: 99}
  payments:
    api: grpc
    subscribes: [OrderPlacd]
  mailer:
    subscribes: [OrderPlacd]
"""
    assert findings(text) == [
        "3:10 profile: `fast` is not one of `minimal`, `standard`, `production`",
        "6:27 services.orders.api.exposre: unknown key `exposre`",
        "7:5 services.orders.api: `api` stands twice in one map",
        "8:13 services.orders.calls.0.to: there is no service or external system `paymnts`",
        "9:25 services.orders.slo.availability: `99` needs a unit",
        "12:18 services.payments.subscribes.0.event: there is no event `OrderPlacd`",
        "14:18 services.mailer.subscribes.0.event: there is no event `OrderPlacd`",
    ]


def test_what_a_wrong_part_would_have_declared_is_not_missed_elsewhere() -> None:
    text = system(
        """
orders: {api: {protocol: rest, operations: {CreateOrder: {timeout: 5}}}, publishes: [OrderPlaced, oops]}
Payments: {api: rest}
shop: {subscribes: [OrderPlaced], calls: [orders.CreateOrder, orders.Other, Payments]}
"""
    )
    assert findings(text) == [
        "4:70 services.orders.api.operations.CreateOrder.timeout: `5` needs a unit",
        "4:101 services.orders.publishes.1: `oops` is not an event: "
        "`Event`, or `context.Event` where the name is not unique",
        "5:3 services.Payments: `Payments` is not a name: "
        "small letters, digits and `-`, at most 48, beginning with a letter",
        "6:79 services.shop.calls.2.to: `Payments` is not something to call: "
        "a service, `service.Operation` or an external system",
    ]


def test_at_most_fifty_findings_are_shown_and_the_rest_is_counted() -> None:
    text = system("\n".join(f"orders{number}: {{api: rst}}" for number in range(60)))
    with pytest.raises(SpecError) as raised:
        parse(read_text(text))
    assert len(raised.value.findings) == 50
    assert raised.value.omitted == 10
    assert str(raised.value).endswith("60 errors (10 more not shown)\n")


def test_another_version_of_the_language_silences_every_other_error() -> None:
    assert findings("msgen: 2\nnonsense: {}\n") == [
        "1:8 msgen: version 2 of the spec language is newer than this msgen"
    ]


def test_every_control_character_of_a_file_is_told() -> None:
    assert findings("msgen: 1\nname: a\x00b\ndescription: \x1b[31m\n") == [
        "2:8 : a NUL character is not allowed",
        "3:14 : the control character U+001B is not allowed",
    ]


def test_collisions_show_both_ends() -> None:
    text = system("orders: {}\n\norders: {}")
    with pytest.raises(SpecError) as raised:
        parse(read_text(text))
    assert str(raised.value) == (
        "error: services.orders: `orders` stands twice in one map\n"
        " --> msgen.yaml:6:3\n"
        "  |\n"
        "6 |   orders: {}\n"
        "  |   ^^^^^^\n"
        " ::: msgen.yaml:4:3\n"
        "  |\n"
        "4 |   orders: {}\n"
        "  |   ^^^^^^ first here\n"
        "hint: drop one of the two, or give it another name\n"
        "\n"
        "1 error\n"
    )


def test_a_wrong_setting_hides_nothing_beside_it() -> None:
    text = system(
        """
orders: {api: rest, calls: [paymnts, {to: payments, timeout: 5}]}
payments: {api: rest}
shop: {calls: [orders.Nothing, {timeout: 1s}], subscribes: [Sold]}
""",
        "sagas: {buy: {trigger: 5, steps: [{name: a, do: orders.Missing}]}}\n",
    )
    assert findings(text) == [
        "3:24 sagas.buy.trigger: `5` is not an event",
        "5:31 services.orders.calls.0.to: there is no service or external system `paymnts`",
        "5:64 services.orders.calls.1.timeout: `5` needs a unit",
        "7:34 services.shop.calls.1.to: `to` is missing",
        "7:63 services.shop.subscribes.0.event: there is no event `Sold`",
    ]
