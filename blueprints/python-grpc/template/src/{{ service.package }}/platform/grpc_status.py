"""Failures as gRPC tells them: a status, its details and when to come back."""

from __future__ import annotations

from typing import Any, Never

import grpc

from .failures import Failure

_DETAILS_KEY = "grpc-status-details-bin"
_PUSHBACK_KEY = "grpc-retry-pushback-ms"


async def abort_with(context: grpc.aio.ServicerContext[Any, Any], failure: Failure) -> Never:
    """End the call with the status of the failure."""
    metadata: list[tuple[str, str | bytes]] = []
    if failure.retry_after is not None:
        metadata.append((_PUSHBACK_KEY, str(round(failure.retry_after * 1000))))
    if failure.retry_after is not None or failure.problems:
        metadata.append((_DETAILS_KEY, _details(failure)))
    code = grpc.StatusCode[failure.code]
    await context.abort(code, failure.detail or failure.title, tuple(metadata))


def _details(failure: Failure) -> bytes:
    """A serialized `google.rpc.Status`; imported here, as only failing calls need it."""
    from google.rpc import error_details_pb2, status_pb2  # type: ignore[import-untyped]

    code, _ = grpc.StatusCode[failure.code].value
    status = status_pb2.Status(code=code, message=failure.detail or failure.title)
    if failure.problems:
        violations = [
            error_details_pb2.BadRequest.FieldViolation(
                field=problem.field, description=problem.message
            )
            for problem in failure.problems
        ]
        status.details.add().Pack(error_details_pb2.BadRequest(field_violations=violations))
    if failure.retry_after is not None:
        retry = error_details_pb2.RetryInfo()
        retry.retry_delay.FromNanoseconds(round(failure.retry_after * 1e9))
        status.details.add().Pack(retry)
    serialized: bytes = status.SerializeToString()
    return serialized
