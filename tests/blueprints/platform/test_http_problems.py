"""Every error becomes a problem document with the status of the table, and nothing leaks."""

import pytest
from fastapi import HTTPException
from http_app import Sample
from pydantic import BaseModel, Field
from sample_service.domain._gen import errors as domain
from sample_service.platform.deadline import DeadlineExceeded
from sample_service.resilience.errors import (
    BreakerOpen,
    BulkheadFull,
    CallTimedOut,
    DependencyFailed,
    DependencyUnavailable,
)
from sample_service.resilience.limiter import RateLimited

TABLE = [
    (domain.InvalidInput("no"), 422, "INVALID_ARGUMENT", None),
    (domain.Unauthenticated("no"), 401, "UNAUTHENTICATED", None),
    (domain.PermissionDenied("no"), 403, "PERMISSION_DENIED", None),
    (domain.NotFound("no"), 404, "NOT_FOUND", None),
    (domain.AlreadyExists("no"), 409, "ALREADY_EXISTS", None),
    (domain.IdempotencyKeyInProgress("no"), 409, "ABORTED", None),
    (domain.IdempotencyKeyReused("no"), 422, "INVALID_ARGUMENT", None),
    (domain.VersionMissing("no"), 428, "INVALID_ARGUMENT", None),
    (domain.VersionMismatch("no"), 412, "ABORTED", None),
    (RateLimited("PlaceOrder", 1.2), 429, "RESOURCE_EXHAUSTED", "2"),
    (DependencyUnavailable("database"), 503, "UNAVAILABLE", "1"),
    (BreakerOpen("payments", 4.1), 503, "UNAVAILABLE", "5"),
    (BulkheadFull("payments"), 503, "UNAVAILABLE", "1"),
    (CallTimedOut("payments", 1), 504, "DEADLINE_EXCEEDED", None),
    (DeadlineExceeded(), 504, "DEADLINE_EXCEEDED", None),
    (DependencyFailed("payments", "unavailable"), 503, "UNAVAILABLE", "1"),
    (DependencyFailed("payments", "internal"), 503, "UNAVAILABLE", "1"),
    (DependencyFailed("payments", "exhausted", 7), 503, "UNAVAILABLE", "7"),
    (DependencyFailed("payments", "timeout"), 504, "DEADLINE_EXCEEDED", None),
    (DependencyFailed("payments", "rejected", code="NOT_FOUND"), 404, "NOT_FOUND", None),
    (DependencyFailed("payments", "rejected", code="UNAUTHENTICATED"), 500, "INTERNAL", None),
    (RuntimeError("secret"), 500, "INTERNAL", None),
]


@pytest.mark.parametrize(("error", "status", "code", "retry_after"), TABLE, ids=lambda value: type(value).__name__)
async def test_each_error_has_its_status(error: Exception, status: int, code: str, retry_after: str | None):
    async with Sample().raises(error).install().client() as client:
        response = await client.get("/orders/7")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers.get("retry-after") == retry_after
    problem = response.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert len(problem["trace_id"]) == 32


async def test_an_unforeseen_error_tells_the_caller_nothing():
    async with Sample().raises(RuntimeError("secret")).install().client() as client:
        response = await client.get("/orders/7")
    assert "secret" not in response.text


async def test_problems_of_fields_are_listed():
    invalid = domain.InvalidInput("two faults", (domain.FieldProblem("total", "must be positive"),))
    async with Sample().raises(invalid).install().client() as client:
        response = await client.get("/orders/7")
    problem = response.json()
    assert problem["type"] == "urn:problem-type:invalid-input"
    assert problem["detail"] == "two faults"
    assert problem["errors"] == [{"field": "total", "message": "must be positive"}]


class Line(BaseModel):
    quantity: int = Field(ge=1)


class Order(BaseModel):
    lines: list[Line]


def taking_orders() -> Sample:
    sample = Sample()

    @sample.app.post("/orders")
    async def place_order(order: Order, limit: int = 50) -> None: ...

    return sample.install()


async def test_a_body_that_is_no_json_is_a_bad_request():
    async with taking_orders().client() as client:
        response = await client.post("/orders", content=b"{", headers={"content-type": "application/json"})
    assert response.status_code == 400
    assert response.json()["code"] == "INVALID_ARGUMENT"


async def test_an_invalid_input_names_its_fields():
    async with taking_orders().client() as client:
        response = await client.post("/orders?limit=many", json={"lines": [{"quantity": 0}]})
    assert response.status_code == 422
    assert sorted(error["field"] for error in response.json()["errors"]) == ["limit", "lines.0.quantity"]


async def test_a_missing_body_is_an_invalid_input():
    async with taking_orders().client() as client:
        response = await client.post("/orders")
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["body"]


async def test_an_unknown_path_is_a_problem():
    async with taking_orders().client() as client:
        response = await client.get("/nowhere")
    assert (response.status_code, response.json()["code"]) == (404, "NOT_FOUND")


async def test_a_wrong_method_is_a_problem_and_names_the_right_one():
    async with taking_orders().client() as client:
        response = await client.delete("/orders")
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert response.json()["code"] == "UNIMPLEMENTED"


async def test_an_error_of_the_framework_keeps_its_status():
    async with Sample().raises(HTTPException(418, "short and stout")).install().client() as client:
        response = await client.get("/orders/7")
    assert (response.status_code, response.json()["detail"]) == (418, "short and stout")


async def test_a_caller_without_a_token_is_told_which_kind_is_wanted():
    async with Sample().raises(domain.Unauthenticated("no token")).install().client() as client:
        response = await client.get("/orders/7")
    assert response.headers["www-authenticate"] == "Bearer"
