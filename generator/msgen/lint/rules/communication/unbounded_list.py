"""COM12: a query that returns a list of any length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.design.types import ListType, Scalar
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.topology.model import Message, NamedTypeDefinition


def check(review: Review) -> Iterator[Smell]:
    topology = review.topology
    for service in topology.services.values():
        types = topology.contexts[service.context].types
        for operation in service.operations:
            if operation.kind == "query" and not operation.pagination and _is_list(operation.output, types):
                path = operation.object_path
                yield Smell(
                    path,
                    "returns a list of any length at once",
                    fixes=(Fix("return it in pages", (Edit(f"{path}.pagination", "cursor"),)),),
                )


def _is_list(message: Message, types: Mapping[str, NamedTypeDefinition]) -> bool:
    """A list, or lists and how many there are: a thing that has a list among other fields is one thing."""
    named = types.get(message.named or "")
    if named is not None and isinstance(named.alias, ListType):
        return True
    lists = [field for field in message.fields if isinstance(field.type, ListType)]
    counts = [field for field in message.fields if isinstance(field.type, Scalar) and field.type.kind == "int"]
    return bool(lists) and len(lists) + len(counts) == len(message.fields)


RULE = Rule(
    id="COM12",
    title="Unbounded list",
    severity="warning",
    covers=("S3",),
    source="Microservice API Patterns (Pagination)",
    condition="a query whose output is a list (or lists and counts) has `pagination: none`",
    fix="automatic",
    check=check,
)
