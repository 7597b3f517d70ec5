"""Sagas: work over several services that is undone step by step where it fails."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from msgspec import Struct


class SagaStep(Struct, frozen=True):
    name: str
    do: str
    """Object path of an operation."""
    with_: Mapping[str, str]
    compensate: str | None
    pivot: bool
    timeout: timedelta | None


class Saga(Struct, frozen=True):
    name: str
    style: Literal["orchestration", "choreography"]
    coordinator: str | None
    """The service that drives it; `None` in a choreography."""
    trigger: str
    """The event that starts it, by its reference in the topology."""
    deadline: timedelta | None
    isolation: Literal["lock", "version", "none"]
    steps: tuple[SagaStep, ...]

    @property
    def object_path(self) -> str:
        return f"sagas.{self.name}"
