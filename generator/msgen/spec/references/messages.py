"""Inputs and outputs: the types that they name, and contracts that already say what they are."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.design.fields import UNKNOWN
from msgen.diagnostics import Finding

from ..document import Path
from .scope import Scope
from .types import type_reference


def check(scope: Scope) -> Iterator[Finding]:
    for name, service in scope.design.services.items():
        if service.api is None:
            continue
        api: Path = ("services", name, "api")
        for operation, written in (service.api.operations or {}).items():
            for key, message in (("input", written.input), ("output", written.output)):
                path = (*api, "operations", operation, key)
                if message is None:
                    continue
                if service.api.contract is not None:
                    yield scope.wrong(
                        path, f"the contract says what the {key} is", f"drop `{key}`, or `contract`",
                        [((*api, "contract"), "the contract")], at_key=True,
                    )  # fmt: skip
                elif isinstance(message, str) and message != UNKNOWN:
                    yield from type_reference(scope, path, scope.context_of(name), message)
