"""The route of a service at which a person knocks first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msgen.design.types import Field
from msgen.topology.model import Operation, Service

PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    path: str
    """With the base path; a parameter stands in braces."""

    def at(self, url: str) -> str:
        """As it is shown: an address that a browser opens, or one with the method that it takes."""
        address = f"{url}{self.path}"
        return address if self.method == "GET" else f"{self.method} {address}"


def first_route(service: Service) -> Route | None:
    """The one that answers with the least: a page without values before one with some, before a command."""
    if not service.speaks("rest") or not service.operations:
        return None
    operation = min(service.operations, key=_demands)
    return Route(operation.method, f"{service.base_path.rstrip('/')}{operation.path}")


def _demands(operation: Operation) -> tuple[bool, int, bool]:
    return operation.method != "GET", len(required_fields(operation)), bool(operation.calls)


def required_fields(operation: Operation) -> list[Field]:
    """What a request cannot go without."""
    in_path = PARAMETER.findall(operation.path)
    return [
        item
        for item in operation.input.fields
        if item.name in in_path or (item.default is None and not item.type.optional)
    ]
