"""Use cases that do their work once for each idempotency key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from hashlib import sha256
from typing import Any, TypeVar

from ....domain._gen.model import Input, Model
from .idempotency import IdempotencyKeys

InputT = TypeVar("InputT", bound=Input)
OutputT = TypeVar("OutputT", bound=Model)


def once(
    keys: IdempotencyKeys,
    route: str,
    key_of: Callable[[InputT], str],
    output: type[OutputT],
    use_case: Callable[[InputT], Awaitable[OutputT]],
) -> Callable[[InputT], Coroutine[Any, Any, OutputT]]:
    """The use case, which answers a repeated request with the reply of the first."""

    async def repeatable(request: InputT) -> OutputT:
        async def work() -> bytes:
            return (await use_case(request)).model_dump_json().encode()

        request_hash = sha256(request.model_dump_json().encode()).hexdigest()
        reply = await keys.once(key_of(request), route, request_hash, work)
        return output.model_validate_json(reply)

    return repeatable
