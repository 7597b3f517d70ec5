"""Whatever goes wrong over HTTP is told as a problem, RFC 9457, and with the status that fits."""

from __future__ import annotations

import json

import pytest
from expectations import names_field, problem_of, some_problem
from http_client import NO_BODY, Answer
from rest_items import RestItems
from target import Target

pytestmark = pytest.mark.system

_HOSTILE = {
    "a number beyond all measure": b'{"a": 1e99999}',
    "an endless integer": b'{"a": ' + b"9" * 5000 + b"}",
    "half a pair of surrogates": b'{"a": "\\ud800"}',
    "a NUL": b'{"a": "\\u0000"}',
    "a very deep list": b"[" * 100_000,
    "a key given twice": b'{"a": 1, "a": 2}',
    "five megabytes": b'{"a": "' + b"x" * 5_000_000 + b'"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
}


async def test_an_unknown_path_is_not_found(items: RestItems) -> None:
    problem_of(await items.http.ask("GET", "/no/such/path"), 404, "NOT_FOUND")


async def test_an_unknown_item_is_not_found(items: RestItems) -> None:
    path = items.absent()
    body, version = items.new_body(), {"If-Match": '"1"'}
    problem_of(await items.http.ask("GET", path), 404, "NOT_FOUND")
    problem_of(await items.http.ask("PUT", path, body, headers=version), 404, "NOT_FOUND")
    problem_of(await items.http.ask("DELETE", path, headers=version), 404, "NOT_FOUND")


async def test_what_cannot_be_an_identity_is_invalid(items: RestItems) -> None:
    answer = await items.http.ask("GET", items.resource.path_of("this%20is%20none"))
    assert names_field(problem_of(answer, 422, "INVALID_ARGUMENT"), items.resource.parameter), answer


async def test_a_wrong_method_is_told_the_right_ones(items: RestItems) -> None:
    on_collection = await items.http.ask("PATCH", items.resource.collection)
    problem_of(on_collection, 405)
    assert _allowed(on_collection) >= {"GET", "POST"}
    on_item = await items.http.ask("PATCH", items.absent())
    problem_of(on_item, 405)
    assert _allowed(on_item) >= {"GET", "PUT", "DELETE"}


@pytest.mark.parametrize("body", [b"{", b"nonsense", b"\xff\xfe", b'{"a": }'])
async def test_an_unreadable_body_is_a_bad_request(items_with_fields: RestItems, body: bytes) -> None:
    answer = await items_with_fields.http.ask("POST", items_with_fields.resource.collection, body)
    problem_of(answer, 400, "INVALID_ARGUMENT")


async def test_no_body_at_all_is_the_callers_fault(items_with_fields: RestItems) -> None:
    answer = await items_with_fields.http.ask("POST", items_with_fields.resource.collection)
    assert some_problem(answer)["status"] in (400, 422)


async def test_each_broken_rule_names_the_field(items_with_fields: RestItems) -> None:
    items = items_with_fields
    valid = items.new_body()
    unnoticed = []
    for violation in items.contract.violations(items.resource, valid):
        answer = await items.http.ask("POST", items.resource.collection, violation.body)
        if answer.status != 422 or not names_field(some_problem(answer), violation.field or "body"):
            unnoticed.append((violation.field, violation.rule, answer))
    assert unnoticed == []
    accepted = await items.http.ask("POST", items.resource.collection, valid)
    assert accepted.status == 201, accepted


async def test_a_change_keeps_the_same_rules(items_with_fields: RestItems) -> None:
    items = items_with_fields
    item = await items.create()
    for violation in items.contract.violations(items.resource, items.new_body())[:10]:
        answer = await items.put(item, violation.body, item.etag)
        assert names_field(problem_of(answer, 422, "INVALID_ARGUMENT"), violation.field or "body"), answer
    assert (await items.get(item)).etag == item.etag


@pytest.mark.parametrize("kind", sorted(_HOSTILE))
async def test_a_hostile_body_is_the_callers_fault(items: RestItems, kind: str) -> None:
    answer = await items.http.ask("POST", items.resource.collection, _HOSTILE[kind])
    assert answer.status < 500, answer
    if items.resource.body is not None:
        assert 400 <= some_problem(answer)["status"] < 500


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data", "nonsense"])
async def test_another_kind_of_body_is_the_callers_fault(items: RestItems, kind: str) -> None:
    body = items.new_body()
    content = b"<a/>" if body is NO_BODY else json.dumps(body).encode()
    answer = await items.http.ask("POST", items.resource.collection, content, headers={"Content-Type": kind})
    assert answer.status < 500, answer
    if items.resource.body is not None:
        assert some_problem(answer)["status"] in (400, 415, 422)


async def test_a_value_that_must_be_the_only_one_is_in_conflict(items: RestItems, rest_target: Target) -> None:
    field = rest_target.unique.get(items.resource.collection)
    if field is None:
        pytest.skip(f"no field of {items.resource.collection} is said to be unique")
    item, other = await items.create(), await items.create()
    taken = {**items.new_body(), field: item.sent[field]}
    problem_of(await items.http.ask("POST", items.resource.collection, taken), 409, "ALREADY_EXISTS")
    problem_of(await items.put(other, taken, other.etag), 409, "ALREADY_EXISTS")
    assert (await items.get(other)).etag == other.etag


def _allowed(answer: Answer) -> set[str]:
    return {method.strip() for method in answer.headers["Allow"].split(",")}
