"""What goes out with a call, and what comes back of a failed one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from math import inf

import grpc
import pytest
from sample_service.platform.attempts import incoming_retries
from sample_service.platform.outgoing import (
    connection_failure,
    grpc_failure,
    http_failure,
    outgoing_headers,
    outgoing_metadata,
)
from sample_service.platform.trace import TraceContext, current_trace
from sample_service.resilience.attempt import Attempt

TRACE = TraceContext("a" * 32, "b" * 16, True)


def test_trace_deadline_and_attempt_go_out_with_a_call():
    token = current_trace.set(TRACE)
    headers = outgoing_headers(Attempt(2, 1.2345))
    metadata = outgoing_metadata(Attempt(2, 1.2345))
    current_trace.reset(token)
    assert headers == {
        "traceparent": f"00-{'a' * 32}-{'b' * 16}-01",
        "x-request-timeout-ms": "1234",
        "x-retry-attempt": "1",
    }
    assert metadata == (("traceparent", headers["traceparent"]), ("x-retry-attempt", "1"))


def test_a_first_try_without_a_limit_carries_neither():
    assert outgoing_headers(Attempt(1, None)) == {}
    assert outgoing_headers(Attempt(1, 3.0), deadline=False) == {}


def test_retries_above_us_are_told_further_down():
    token = incoming_retries.set(1)
    headers = outgoing_headers(Attempt(1, None))
    incoming_retries.reset(token)
    assert headers == {"x-retry-attempt": "1"}


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (400, "rejected", "INVALID_ARGUMENT"),
        (404, "rejected", "NOT_FOUND"),
        (418, "rejected", "FAILED_PRECONDITION"),
        (422, "rejected", "INVALID_ARGUMENT"),
        (429, "exhausted", "RESOURCE_EXHAUSTED"),
        (500, "internal", "INTERNAL"),
        (503, "unavailable", "UNAVAILABLE"),
        (504, "timeout", "DEADLINE_EXCEEDED"),
    ],
)
def test_what_each_status_says_about_the_callee(status: int, kind: str, code: str):
    failure = http_failure("payments", status, {})
    assert (failure.dependency, failure.kind, failure.code, failure.retry_after) == ("payments", kind, code, None)


def test_a_problem_document_says_it_more_exactly():
    body = b'{"status": 409, "code": "ALREADY_EXISTS", "detail": "the card is known"}'
    failure = http_failure("payments", 409, {"Content-Type": "application/problem+json"}, body)
    assert (failure.code, failure.message) == ("ALREADY_EXISTS", "the card is known")


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
def test_a_problem_document_that_cannot_be_read_is_as_good_as_none(body: bytes):
    failure = http_failure("payments", 409, {"content-type": "application/problem+json"}, body)
    assert (failure.code, failure.message) == ("ABORTED", "")


def test_retry_after_is_a_number_or_a_date():
    def wish(text: str) -> float | None:
        return http_failure("payments", 503, {"Retry-After": text}).retry_after

    now = datetime.now(UTC)
    assert wish("7") == 7
    assert 50 < wish(format_datetime(now + timedelta(seconds=60), usegmt=True)) <= 60
    assert wish(format_datetime(now - timedelta(seconds=60)).replace("+0000", "-0000")) == 0
    assert wish("soon") is None


@dataclass
class RpcError:
    status: grpc.StatusCode
    metadata: tuple[tuple[str, str | bytes], ...] = ()

    def code(self) -> grpc.StatusCode:
        return self.status

    def details(self) -> str | None:
        return "why"

    def trailing_metadata(self) -> tuple[tuple[str, str | bytes], ...]:
        return self.metadata


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (grpc.StatusCode.UNAVAILABLE, "unavailable"),
        (grpc.StatusCode.INTERNAL, "internal"),
        (grpc.StatusCode.UNKNOWN, "internal"),
        (grpc.StatusCode.DEADLINE_EXCEEDED, "timeout"),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, "exhausted"),
        (grpc.StatusCode.INVALID_ARGUMENT, "rejected"),
        (grpc.StatusCode.NOT_FOUND, "rejected"),
    ],
)
def test_what_each_grpc_status_says_about_the_callee(status: grpc.StatusCode, kind: str):
    failure = grpc_failure("payments", RpcError(status))
    assert (failure.kind, failure.code, failure.message) == (kind, status.name, "why")


@pytest.mark.parametrize(("text", "seconds"), [("250", 0.25), (b"250", 0.25), ("-1", inf), ("soon", inf)])
def test_the_callees_pushback_is_read(text: str | bytes, seconds: float):
    error = RpcError(grpc.StatusCode.UNAVAILABLE, (("other", "x"), ("grpc-retry-pushback-ms", text)))
    assert grpc_failure("payments", error).retry_after == seconds


def test_a_refused_connection_makes_the_dependency_unavailable():
    failure = connection_failure("payments", ConnectionRefusedError())
    assert (failure.kind, str(failure)) == (
        "unavailable",
        "`payments` answered UNAVAILABLE: ConnectionRefusedError",
    )
