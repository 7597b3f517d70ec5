"""A page of rows is searched by what the request brings, where a column holds that as it is."""

from __future__ import annotations

import re

from generated import generated

SPEC = """
msgen: 1
name: shop
contexts: {adverts: {types: {Mood: enum(calm|loud), Label: string(1..20), Place: {street: string}}}}
services:
  adverts:
    api:
      protocol: grpc
      operations:
        GetAds:
          pagination: cursor
          output: {items: list(Ad)}
          input: {topic: string, mood: Mood, label: Label, words: list(string), price: money, place: Place, extra: json}
    context: adverts
    aggregates:
      Ad: {fields: {topic: string, mood: Mood, label: Label, words: list(string), price: money, place: Place, extra: json}}
"""


def test_lists_documents_and_money_are_no_columns_to_search_by() -> None:
    use_case = generated(SPEC)["services/adverts/src/adverts/app/get_ads.py"].content.decode()

    assert re.findall(r"(\w+)=request\.\1", use_case) == ["topic", "mood", "label"]
