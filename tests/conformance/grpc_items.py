"""Makes and finds aggregates over gRPC."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from grpc_client import GrpcClient
from grpc_contract import RpcResource


@dataclass(frozen=True)
class RpcItem:
    """Something that was created."""

    id: Any
    etag: str
    sent: Mapping[str, Any]


class GrpcItems:
    """One aggregate of a running service."""

    def __init__(self, calls: GrpcClient, resource: RpcResource) -> None:
        self.calls = calls
        self.resource = resource

    def new_content(self) -> Mapping[str, Any]:
        """Valid by the OpenAPI document; a service without one must create things from an empty request."""
        rest = self.resource.rest
        if rest is None or rest.resource().body is None:
            return {}
        content: Mapping[str, Any] = rest.valid_body(rest.resource(), secrets.randbits(40))
        return content

    async def create(self) -> RpcItem:
        content = self.new_content()
        answer = await self.calls.call(self.resource.create, content)
        return RpcItem(answer.id, answer.etag, content)

    async def get(self, item: RpcItem) -> Any:
        return await self.calls.call(self.resource.get, {"id": item.id})

    def absent(self) -> Mapping[str, Any]:
        """The request for something that nobody has made."""
        return {"id": str(uuid4())}

    async def pages(self, limit: int) -> list[list[Any]]:
        """All pages from the first to the last."""
        found: list[list[Any]] = []
        cursor: Mapping[str, str] = {}
        while not found or cursor:
            answer = await self.calls.call(self.resource.list, {"limit": limit, **cursor})
            found.append(list(answer.items))
            cursor = {"cursor": answer.next_cursor} if answer.HasField("next_cursor") else {}
        return found
