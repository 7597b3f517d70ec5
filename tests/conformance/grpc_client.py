"""Calls the methods of a contract over one channel."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Self

import grpc
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from grpc_contract import GrpcContract, message_of, wire_path

_SECONDS = 60.0


class GrpcClient:
    """One try each: the channel repeats nothing by itself."""

    def __init__(self, channel: grpc.aio.Channel, contract: GrpcContract) -> None:
        self.channel = channel
        self.contract = contract

    @classmethod
    @asynccontextmanager
    async def connected(cls, address: str, contract: GrpcContract) -> AsyncIterator[Self]:
        """A client of `host:port`, for as long as the block lasts."""
        async with grpc.aio.insecure_channel(address, options=(("grpc.enable_retries", 0),)) as channel:
            yield cls(channel, contract)

    async def call(
        self,
        method: MethodDescriptor,
        content: Message | Mapping[str, Any],
        *,
        seconds: float = _SECONDS,
        metadata: tuple[tuple[str, str], ...] = (),
    ) -> Any:
        """The answer of the method; `grpc.aio.AioRpcError` where it is an error."""
        request = content if isinstance(content, Message) else message_of(method.input_type, content)
        ask: Any = self.channel.unary_unary(
            wire_path(method),
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=GetMessageClass(method.output_type).FromString,
        )
        return await ask(request, timeout=seconds, metadata=metadata)

    async def code(
        self, method: MethodDescriptor, content: Message | Mapping[str, Any], *, seconds: float = _SECONDS
    ) -> grpc.StatusCode:
        """Only how the call ended."""
        try:
            await self.call(method, content, seconds=seconds)
        except grpc.aio.AioRpcError as error:
            return error.code()
        return grpc.StatusCode.OK

    async def code_of_bytes(self, path: str, request: bytes) -> grpc.StatusCode:
        """How a call ends whose request need not be a message, of a method that need not be there."""
        ask: Any = self.channel.unary_unary(path)
        try:
            await ask(request, timeout=_SECONDS)
        except grpc.aio.AioRpcError as error:
            return error.code()
        return grpc.StatusCode.OK
