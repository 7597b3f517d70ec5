"""Makes and finds items of a collection, the way any client would."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from http_client import NO_BODY, Answer, HttpClient
from rest_contract import Resource, RestContract
from values import valid_value


@dataclass(frozen=True)
class Item:
    """Something that was created."""

    path: str
    etag: str
    sent: Any
    """The body that created it; `NO_BODY` if its kind has no fields."""

    @property
    def identity(self) -> str:
        return self.path.rsplit("/", 1)[1]


class RestItems:
    """One collection of a running service."""

    def __init__(self, http: HttpClient, contract: RestContract, resource: Resource) -> None:
        self.http = http
        self.contract = contract
        self.resource = resource

    def new_body(self) -> Any:
        """A body that no other test has sent, nor an earlier run against the same service."""
        if self.resource.body is None:
            return NO_BODY
        return self.contract.valid_body(self.resource, secrets.randbits(40))

    async def create(self) -> Item:
        body = self.new_body()
        answer = await self.http.ask("POST", self.resource.collection, body)
        assert answer.status == 201, answer
        return Item(urlsplit(answer.headers["Location"]).path, answer.etag, body)

    async def get(self, item: Item) -> Answer:
        return await self.http.ask("GET", item.path)

    async def put(self, item: Item, body: Any, etag: str) -> Answer:
        return await self.http.ask("PUT", item.path, body, headers={"If-Match": etag})

    async def delete(self, item: Item, etag: str) -> Answer:
        return await self.http.ask("DELETE", item.path, headers={"If-Match": etag})

    def absent(self) -> str:
        """The path of an item that nobody has made."""
        return self.resource.path_of(valid_value(self.resource.identity, self.contract.resolve, secrets.randbits(40)))

    async def page(self, limit: int, cursor: str | None = None) -> Answer:
        query = f"limit={limit}" if cursor is None else f"limit={limit}&cursor={quote(cursor, safe='')}"
        return await self.http.ask("GET", f"{self.resource.collection}?{query}")

    async def pages(self, limit: int) -> list[list[Any]]:
        """All pages from the first to the last."""
        found: list[list[Any]] = []
        cursor: str | None = None
        while not found or cursor is not None:
            answer = await self.page(limit, cursor)
            assert answer.status == 200, answer
            found.append(answer.json["items"])
            cursor = answer.json["next_cursor"]
        return found
