"""The REST side of a service as its OpenAPI document describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml
from values import Resolve, Schema, Violation, valid_value, violations


class UnsuitableContractError(Exception):
    """The contract has nothing that the test could be tried with."""


@dataclass(frozen=True)
class Resource:
    """A collection with its items: what can be created at one path and found below it."""

    collection: str
    """`/v1/orders`."""
    item: str
    """`/v1/orders/{id}`."""
    parameter: str
    """The name in the braces."""
    identity: Schema
    """What may stand for it."""
    body: Schema | None
    """What creates and replaces an item, or nothing if it has no fields of its own."""

    def path_of(self, identity: object) -> str:
        return self.item.replace(f"{{{self.parameter}}}", str(identity))


@dataclass(frozen=True)
class KeyedOperation:
    """A POST that is done once however often it is sent, as a key in a header says."""

    path: str
    header: str
    body: Schema


@dataclass(frozen=True)
class RestContract:
    """An OpenAPI document."""

    file: Path
    document: Mapping[str, Any]

    @classmethod
    def of(cls, file: Path) -> Self:
        return cls(file, yaml.safe_load(file.read_text(encoding="utf-8")))

    def resource(self) -> Resource:
        """The first collection whose items can be created, found, replaced and removed."""
        found = next(self._resources(), None)
        if found is None:
            raise UnsuitableContractError(f"{self.file} has no collection with POST, GET, PUT and DELETE")
        return found

    def keyed(self) -> KeyedOperation | None:
        """The first operation behind an idempotency key."""
        for path, operations in self.document["paths"].items():
            for parameter in operations.get("post", {}).get("parameters", ()):
                if parameter["in"] == "header" and parameter["required"] and "{" not in path:
                    return KeyedOperation(path, parameter["name"], _body(operations["post"]) or {})
        return None

    @property
    def resolve(self) -> Resolve:
        """How the references of its schemas are followed."""
        return self._resolved

    def valid_body(self, resource: Resource, number: int) -> Any:
        """What creates an item."""
        assert resource.body is not None
        return valid_value(resource.body, self._resolved, number)

    def violations(self, resource: Resource, valid: Any) -> list[Violation]:
        """The valid body, once for each rule that it can break."""
        assert resource.body is not None
        return list(violations(resource.body, self._resolved, valid))

    def paged_operations(self) -> list[str]:
        """The ids of the operations that take a cursor, which nobody can make up."""
        operations = [entry for path in self.document["paths"].values() for entry in path.values()]
        return [
            operation["operationId"]
            for operation in operations
            if any(parameter["name"] == "cursor" for parameter in operation.get("parameters", ()))
        ]

    def _resources(self) -> Iterator[Resource]:
        paths = self.document["paths"]
        for collection, operations in paths.items():
            below = [path for path in paths if path.startswith(f"{collection}/{{") and path.count("}") == 1]
            if "post" in operations and "get" in operations and below:
                item = paths[below[0]]
                if {"get", "put", "delete"} <= item.keys():
                    yield _resource(collection, below[0], operations["post"], item["get"])

    def _resolved(self, schema: Schema) -> Schema:
        reference = schema.get("$ref")
        if reference is None:
            return schema
        found: Any = self.document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        return self._resolved(found)


def _resource(collection: str, item: str, create: Schema, get: Schema) -> Resource:
    (parameter,) = (entry for entry in get["parameters"] if entry["in"] == "path")
    return Resource(collection, item, parameter["name"], parameter["schema"], _body(create))


def _body(operation: Schema) -> Schema | None:
    found: Schema | None = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return found
