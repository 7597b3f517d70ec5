"""Unary gRPC calls with hand-written bytes: no stubs of the services are needed to ask them."""

from __future__ import annotations

from dataclasses import dataclass

HEALTH = "/grpc.health.v1.Health/Check"
_SERVING = b"\x08\x01"
"""A health answer: field 1, `SERVING`."""


@dataclass(frozen=True, slots=True)
class GrpcAnswer:
    status: str
    """The name of the status code: `OK`, `NOT_FOUND`, ..."""
    message: bytes = b""

    @property
    def is_serving(self) -> bool:
        return self.message.startswith(_SERVING)


async def call(address: str, method: str, *, seconds: float = 5.0) -> GrpcAnswer:
    """The answer to an empty request, waited for so many seconds."""
    import grpc.aio  # costs 100 ms, and only systems with gRPC need it

    options = [("grpc.enable_http_proxy", 0)]
    async with grpc.aio.insecure_channel(address, options=options) as channel:
        try:
            ask: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(method)
            answer = await ask(b"", timeout=seconds)
        except grpc.aio.AioRpcError as error:
            return GrpcAnswer(error.code().name)
    return GrpcAnswer("OK", answer)
