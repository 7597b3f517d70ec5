"""A list is read page by page, over HTTP."""

from __future__ import annotations

import pytest
from expectations import names_field, problem_of
from rest_items import RestItems

pytestmark = pytest.mark.system


async def test_every_item_is_on_exactly_one_page(items: RestItems) -> None:
    made = [(await items.create()).identity for _ in range(5)]
    everything = [item for page in await items.pages(200) for item in page]
    for limit in {2, len(everything) // 5 + 1} if len(everything) < 50 else {len(everything) // 5 + 1}:
        pages = await items.pages(min(limit, 200))
        found = [str(item[items.resource.parameter]) for page in pages for item in page]
        assert len(set(found)) == len(found)
        assert set(made) <= set(found)
        assert all(len(page) <= limit for page in pages)


async def test_a_full_page_names_the_next_and_the_last_names_none(items: RestItems) -> None:
    for _ in range(2):
        await items.create()
    first = await items.page(1)
    assert len(first.json["items"]) == 1
    assert first.json["next_cursor"]
    pages = await items.pages(200)
    assert all(len(page) == 200 for page in pages[:-1])


async def test_an_item_that_comes_meanwhile_puts_no_other_on_two_pages(items: RestItems) -> None:
    for _ in range(3):
        await items.create()
    first = await items.page(2)
    await items.create()
    second = await items.page(2, first.json["next_cursor"])
    identities = [item[items.resource.parameter] for item in (*first.json["items"], *second.json["items"])]
    assert len(set(identities)) == len(identities)


@pytest.mark.parametrize("limit", ["0", "201", "-1", "many", "1.5", "9" * 30])
async def test_a_limit_out_of_its_bounds_is_refused(items: RestItems, limit: str) -> None:
    answer = await items.http.ask("GET", f"{items.resource.collection}?limit={limit}")
    assert names_field(problem_of(answer, 422, "INVALID_ARGUMENT"), "limit"), answer


@pytest.mark.parametrize("limit", [1, 200])
async def test_the_bounds_themselves_are_accepted(items: RestItems, limit: int) -> None:
    assert (await items.page(limit)).status == 200


@pytest.mark.parametrize("cursor", ["garbage", "%00", "WyJhIl0", "AAAA" * 500, "%F0%9F%8D%95"])
async def test_a_cursor_that_nobody_gave_is_refused(items: RestItems, cursor: str) -> None:
    answer = await items.http.ask("GET", f"{items.resource.collection}?cursor={cursor}")
    problem_of(answer, 422, "INVALID_ARGUMENT")
