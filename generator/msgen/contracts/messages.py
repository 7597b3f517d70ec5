"""The fields that travel with an operation: those of the spec, and those that its conventions add."""

from __future__ import annotations

from decimal import Decimal

from msgen.design.types import Bounds, Field, ListType, NamedType, Scalar
from msgen.topology.model import Operation

LIMIT = Field("limit", Scalar("int", Bounds(minimum=Decimal(1), maximum=Decimal(200))), default="50")
CURSOR = Field("cursor", Scalar("string", optional=True))
NEXT_CURSOR = Field("next_cursor", Scalar("string", optional=True))
ETAG = Field("etag", Scalar("string"), description="The version of the aggregate.")

ROLES_WITH_VERSION_IN_REQUEST = frozenset({"update", "delete"})
ROLES_WITH_VERSION_IN_ANSWER = frozenset({"create", "get", "update"})


def input_fields(operation: Operation) -> tuple[Field, ...]:
    """The input of the spec, then `limit` and `cursor` where the answer is a page."""
    added = (LIMIT, CURSOR) if operation.pagination else ()
    return _with_added(operation.input.fields, added)


def output_fields(operation: Operation) -> tuple[Field, ...]:
    """The output of the spec; a page has `items` and `next_cursor`."""
    page_of = operation.output.page_of
    items = (Field("items", ListType(NamedType(page_of))),) if page_of else ()
    added = (NEXT_CURSOR,) if operation.pagination else ()
    return _with_added(operation.output.fields, (*items, *added))


def request_fields(operation: Operation) -> tuple[Field, ...]:
    """The fields of a gRPC request: the input, and the version that an update or delete expects."""
    versioned = operation.role in ROLES_WITH_VERSION_IN_REQUEST
    return _with_added(input_fields(operation), (ETAG,) if versioned else ())


def response_fields(operation: Operation) -> tuple[Field, ...]:
    """The fields of a gRPC response: the output, and the version of what was created, read or updated."""
    versioned = operation.role in ROLES_WITH_VERSION_IN_ANSWER
    return _with_added(output_fields(operation), (ETAG,) if versioned else ())


def _with_added(fields: tuple[Field, ...], added: tuple[Field, ...]) -> tuple[Field, ...]:
    names = {field.name for field in fields}
    return (*fields, *(field for field in added if field.name not in names))
