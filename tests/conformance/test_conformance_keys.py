"""What a caller sends twice under one idempotency key is done once."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from expectations import problem_of
from http_client import Answer, HttpClient
from rest_contract import KeyedOperation, RestContract
from target import Target
from values import valid_value

pytestmark = pytest.mark.system

_RIVALS = 12


@dataclass(frozen=True)
class Keyed:
    """An operation behind a key, and the service that has it."""

    http: HttpClient
    contract: RestContract
    operation: KeyedOperation

    def new_body(self) -> Any:
        return valid_value(self.operation.body, self.contract.resolve, secrets.randbits(40))

    async def ask(self, key: str, body: Any) -> Answer:
        return await self.http.ask("POST", self.operation.path, body, headers={self.operation.header: key})


@pytest.fixture
async def keyed(keyed_target: Target) -> AsyncIterator[Keyed]:
    contract = RestContract.of(keyed_target.contracts / "openapi.yaml")
    operation = contract.keyed()
    assert operation is not None
    async with HttpClient.connected(keyed_target.http or "") as http:
        yield Keyed(http, contract, operation)


async def test_the_same_request_gets_the_same_answer(keyed: Keyed) -> None:
    key, body = secrets.token_hex(16), keyed.new_body()
    first, second = await keyed.ask(key, body), await keyed.ask(key, body)
    assert first.status in (200, 201), first
    assert (second.status, second.json) == (first.status, first.json)


async def test_another_key_is_another_request(keyed: Keyed) -> None:
    body = keyed.new_body()
    first, second = [await keyed.ask(secrets.token_hex(16), body) for _ in range(2)]
    assert first.status == second.status in (200, 201)
    assert first.json != second.json


async def test_a_key_stands_for_one_payload_only(keyed: Keyed) -> None:
    key = secrets.token_hex(16)
    await keyed.ask(key, keyed.new_body())
    problem_of(await keyed.ask(key, keyed.new_body()), 422, "INVALID_ARGUMENT")


async def test_of_rivals_with_one_key_all_that_succeed_tell_of_the_same_effect(keyed: Keyed) -> None:
    key, body = secrets.token_hex(16), keyed.new_body()
    answers = await asyncio.gather(*(keyed.ask(key, body) for _ in range(_RIVALS)))
    told = [answer.json for answer in answers if answer.status != 409]
    for answer in answers:
        if answer.status == 409:
            problem_of(answer, 409, "ABORTED")
    assert told == [told[0]] * len(told)
    assert (await keyed.ask(key, body)).json == told[0]


async def test_an_error_frees_its_key(keyed: Keyed) -> None:
    key = secrets.token_hex(16)
    problem_of(await keyed.ask(key, {}), 422)
    answer = await keyed.ask(key, keyed.new_body())
    assert answer.status in (200, 201), answer


async def test_a_request_without_a_key_is_invalid(keyed: Keyed) -> None:
    problem_of(await keyed.http.ask("POST", keyed.operation.path, keyed.new_body()), 422, "INVALID_ARGUMENT")
