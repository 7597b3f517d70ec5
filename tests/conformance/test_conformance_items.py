"""An item of a collection from its creation to its end, over HTTP."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from expectations import problem_of
from http_client import NO_BODY, Answer
from rest_items import Item, RestItems

pytestmark = pytest.mark.system

_RIVALS = 12


async def test_a_created_item_is_found_where_its_location_says(items: RestItems) -> None:
    item = await items.create()
    answer = await items.get(item)
    assert answer.status == 200, answer
    assert answer.etag == item.etag
    assert str(answer.json[items.resource.parameter]) == item.identity


async def test_an_item_comes_back_as_it_was_sent(items: RestItems) -> None:
    item = await items.create()
    answer = await items.get(item)
    assert {name: answer.json[name] for name in _fields(item.sent)} == _fields(item.sent)


async def test_an_etag_is_a_quoted_text(items: RestItems) -> None:
    item = await items.create()
    assert item.etag[0] == item.etag[-1] == '"'


async def test_an_update_replaces_the_item_and_its_etag(items: RestItems) -> None:
    item = await items.create()
    body = items.new_body()
    changed = await items.put(item, body, item.etag)
    assert changed.status == 200, changed
    found = await items.get(item)
    assert changed.etag == found.etag != item.etag
    assert {name: found.json[name] for name in _fields(body)} == _fields(body)


async def test_of_rivals_with_the_same_etag_exactly_one_wins(items: RestItems) -> None:
    item = await items.create()
    bodies = [items.new_body() for _ in range(_RIVALS)]
    answers = await asyncio.gather(*(items.put(item, body, item.etag) for body in bodies))
    won = [(answer, body) for answer, body in zip(answers, bodies, strict=True) if answer.status == 200]
    assert len(won) == 1, answers
    assert sorted({answer.status for answer in answers}) == [200, 412]
    found = await items.get(item)
    answer, body = won[0]
    assert found.etag == answer.etag
    assert {name: found.json[name] for name in _fields(body)} == _fields(body)


async def test_a_stale_etag_changes_nothing(items: RestItems) -> None:
    item = await items.create()
    changed = await items.put(item, items.new_body(), item.etag)
    for stale in (await items.put(item, items.new_body(), item.etag), await items.delete(item, item.etag)):
        problem_of(stale, 412, "ABORTED")
    assert (await items.get(item)).etag == changed.etag


async def test_a_change_has_to_say_what_it_changes(items: RestItems) -> None:
    item = await items.create()
    problem_of(await items.http.ask("PUT", item.path, items.new_body()), 428)
    problem_of(await items.http.ask("DELETE", item.path), 428)
    assert (await items.get(item)).etag == item.etag


async def test_a_deleted_item_is_gone(items: RestItems) -> None:
    item = await items.create()
    gone = await items.delete(item, item.etag)
    assert (gone.status, gone.body) == (204, b"")
    for answer in await _everything_on(items, item):
        problem_of(answer, 404, "NOT_FOUND")


def _fields(body: Any) -> dict[str, Any]:
    return {} if body is NO_BODY else dict(body)


async def _everything_on(items: RestItems, item: Item) -> list[Answer]:
    return [
        await items.get(item),
        await items.put(item, items.new_body(), item.etag),
        await items.delete(item, item.etag),
    ]
