"""The caller says how long it waits; what comes too late is given up, and nothing is left half done."""

from __future__ import annotations

import grpc
import pytest
from expectations import problem_of
from grpc_contract import message_of, shown
from grpc_items import GrpcItems
from http_client import Answer
from rest_items import RestItems

pytestmark = pytest.mark.system

_HEADER = "x-request-timeout-ms"
_TRIES = 40


async def test_a_request_out_of_time_is_told_so(items: RestItems) -> None:
    for _ in range(20):
        await items.create()
    late = [answer for answer in [await _hurried_list(items) for _ in range(_TRIES)] if answer.status != 200]
    assert late
    for answer in late:
        problem_of(answer, 504, "DEADLINE_EXCEEDED")


async def test_time_enough_is_no_matter(items: RestItems) -> None:
    answer = await items.http.ask("GET", f"{items.resource.collection}?limit=1", headers={_HEADER: "30000"})
    assert answer.status == 200, answer


@pytest.mark.parametrize("given", ["soon", "-5", "", "1.5", "9" * 40])
async def test_a_deadline_that_cannot_be_read_is_none(items: RestItems, given: str) -> None:
    answer = await items.http.ask("GET", f"{items.resource.collection}?limit=1", headers={_HEADER: given})
    assert answer.status == 200, answer


async def test_a_change_out_of_time_has_happened_wholly_or_not_at_all(items: RestItems) -> None:
    item = await items.create()
    before = await items.get(item)
    statuses = set()
    for attempt in range(_TRIES):
        body = items.new_body()
        headers = {"If-Match": before.etag, _HEADER: str(1 + attempt % 4)}
        statuses.add((await items.http.ask("PUT", item.path, body, headers=headers)).status)
        after = await items.get(item)
        changed = after.etag != before.etag
        expected = before.json if not changed or items.resource.body is None else {**before.json, **body}
        assert after.json == expected
        before = after
    assert statuses <= {200, 504}


async def test_a_call_out_of_time_is_told_so(grpc_items: GrpcItems) -> None:
    code = await grpc_items.calls.code(grpc_items.resource.list, {"limit": 200}, seconds=0.0001)
    assert code is grpc.StatusCode.DEADLINE_EXCEEDED


async def test_a_call_out_of_time_changed_wholly_or_not_at_all(grpc_items: GrpcItems) -> None:
    item = await grpc_items.create()
    before = await grpc_items.get(item)
    codes = set()
    for attempt in range(_TRIES):
        request = {**grpc_items.new_content(), "id": item.id, "etag": before.etag}
        codes.add(await grpc_items.calls.code(grpc_items.resource.update, request, seconds=0.001 + attempt % 4 / 1000))
        after = await grpc_items.get(item)
        sent = message_of(grpc_items.resource.update.input_type, {**request, "etag": after.etag})
        assert shown(after) == shown(before if after.etag == before.etag else sent)
        before = after
    assert codes <= {grpc.StatusCode.OK, grpc.StatusCode.DEADLINE_EXCEEDED}


async def _hurried_list(items: RestItems) -> Answer:
    return await items.http.ask("GET", f"{items.resource.collection}?limit=200", headers={_HEADER: "1"})
