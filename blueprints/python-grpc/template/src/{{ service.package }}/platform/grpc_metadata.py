"""What a caller says beside a message."""

from __future__ import annotations

from typing import Any

from grpc import aio

from ..domain._gen.errors import FieldProblem, InvalidInput

LONGEST = 200


def metadata_value(context: aio.ServicerContext[Any, Any], key: str) -> str:
    """The value of a key that every request must carry, with 1 to 200 characters."""
    for name, value in context.invocation_metadata() or ():
        if name == key and 0 < len(value) <= LONGEST:
            return value if isinstance(value, str) else value.decode()
    problem = FieldProblem(key, f"is needed in the metadata, with 1 to {LONGEST} characters")
    raise InvalidInput(f"{problem.field}: {problem.message}", (problem,))
