"""A type that a service and the services it calls have under one name, in a contract of each."""

from __future__ import annotations

import importlib
from pathlib import Path

from generated import generated, written
from running import importable

SPEC = """
msgen: 1
name: shop
defaults: {store: none}
contexts: {shop: {types: {Place: {city: string}, Order: {number: string, place: Place}}}}
services:
  checkout:
    context: shop
    api: {protocol: grpc, operations: {Buy: {input: {card: string}, output: {order: Order}, calls: [mails.Send]}}}
  mails:
    context: shop
    api: {protocol: grpc, operations: {Send: {input: {order: Order}}}}
"""


def test_what_nothing_gives_is_an_empty_one_of_the_contract_that_asks_for_it(tmp_path: Path) -> None:
    with importable(written(generated(SPEC), tmp_path)):
        mapping = importlib.import_module("checkout.app.mapping.buy")
        request = importlib.import_module("checkout.app.messages").BuyInput(card="4111")
        own = importlib.import_module("checkout.domain._gen.types").Order
        consumed = importlib.import_module("checkout.app.consumed.mails").Order

        assert type(mapping.mails_send(request).order) is consumed
        assert type(mapping.output(request).order) is own
