"""Calls ordering over gRPC, as the storefront does, but with nothing in between."""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import grpc
from google.protobuf.json_format import MessageToDict, ParseDict
from grpc import aio

_METHOD = "/bistro.ordering.v1.OrderingService/PlaceOrder"
_MESSAGES = "src/ordering/adapters/grpc/_gen/pb/ordering_pb2.py"


class OrderingClient:
    def __init__(self, channel: aio.Channel, messages: ModuleType) -> None:
        self._request = messages.PlaceOrderRequest
        self._call = channel.unary_unary(
            _METHOD,
            request_serializer=messages.PlaceOrderRequest.SerializeToString,
            response_deserializer=messages.PlaceOrderResponse.FromString,
        )

    async def place(self, order: dict[str, Any]) -> dict[str, Any]:
        """The answer; a refusal is a `grpc.aio.AioRpcError`."""
        answer = await self._call(ParseDict(order, self._request()), timeout=2)
        return MessageToDict(answer, preserving_proto_field_name=True)

    async def outcome(self, order: dict[str, Any]) -> tuple[grpc.StatusCode, str]:
        """The status of the call, and what is said about it."""
        try:
            await self.place(order)
        except aio.AioRpcError as error:
            return error.code(), error.details() or ""
        return grpc.StatusCode.OK, ""


@asynccontextmanager
async def ordering_client(address: str, ordering: Path) -> AsyncIterator[OrderingClient]:
    """A client of the service generated in the folder `ordering`."""
    options = [("grpc.enable_http_proxy", 0)]
    async with aio.insecure_channel(address, options=options) as channel:
        yield OrderingClient(channel, _load(ordering / _MESSAGES))


def _load(file: Path) -> ModuleType:
    """A generated module by itself: its package stays out of the tests' own interpreter."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
