"""The document is what a person would have written."""

from enum import Enum
from typing import Annotated, Any

from fastapi import FastAPI, Header, Query
from pydantic import BaseModel, Field
from sample_service.platform.openapi import PROBLEM_SCHEMAS, install_openapi
from sample_service.platform.problems import problem_responses


class Status(Enum):
    DRAFT = "draft"


class Line(BaseModel):
    quantity: int = Field(ge=1)


class Order(BaseModel):
    title: str
    note: str | None = None
    lines: list[Line]
    prices: dict[str, float]
    status: Status


def document(**responses: Any) -> dict[str, Any]:
    app = FastAPI(title="orders", version="1")

    @app.put("/orders/{order_id}", operation_id="UpdateOrder", summary="Update an order", **responses)
    async def update_order(
        order_id: str,
        order: Order,
        limit: Annotated[int, Query(ge=1)] = 50,
        if_match: Annotated[str | None, Header()] = None,
    ) -> Order:
        return order

    install_openapi(app)
    assert app.openapi() == app.openapi()
    return app.openapi()


def operation(**responses: Any) -> dict[str, Any]:
    return document(**responses)["paths"]["/orders/{order_id}"]["put"]


def test_the_errors_are_exactly_those_that_the_route_names():
    assert list(operation()["responses"]) == ["200"]
    named = operation(responses=problem_responses(422, 404))["responses"]
    assert list(named) == ["200", "404", "422"]
    assert named["404"] == {
        "description": "Not found",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def test_schemas_have_no_titles_but_properties_may_be_called_so():
    schemas = document(responses=problem_responses(404))["components"]["schemas"]
    assert list(schemas) == sorted(["Order", "Line", "Status", "Problem", "FieldProblem"])
    assert schemas["Order"] == {
        "type": "object",
        "required": ["title", "lines", "prices", "status"],
        "properties": {
            "title": {"type": "string"},
            "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
            "prices": {"type": "object", "additionalProperties": {"type": "number"}},
            "status": {"$ref": "#/components/schemas/Status"},
        },
    }
    assert schemas["Status"] == {"type": "string", "enum": ["draft"]}
    assert schemas["Problem"] == PROBLEM_SCHEMAS["Problem"]


def test_whole_bounds_are_written_as_whole_numbers():
    quantity = document()["components"]["schemas"]["Line"]["properties"]["quantity"]
    assert repr(quantity["minimum"]) == "1"


def test_without_errors_there_is_no_problem_schema():
    assert list(document()["components"]["schemas"]) == ["Line", "Order", "Status"]


def test_parameters_and_answers_read_plainly():
    found = operation()
    assert found["parameters"][1] == {
        "name": "limit",
        "in": "query",
        "required": False,
        "schema": {"type": "integer", "minimum": 1, "default": 50},
    }
    assert found["responses"]["200"]["description"] == "OK"


def test_an_app_without_schemas_has_no_components():
    app = FastAPI(title="orders", version="1")

    @app.get("/orders/{order_id}", status_code=204)
    async def get_order(order_id: str) -> None: ...

    install_openapi(app)
    assert "components" not in app.openapi()
    assert app.openapi()["paths"]["/orders/{order_id}"]["get"]["responses"] == {"204": {"description": "No content"}}
