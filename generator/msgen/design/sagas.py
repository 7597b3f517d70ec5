"""Sagas: work over several services that is undone step by step where it fails."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Named, SpecModel
from .names import EventReference, FieldName, Name, OperationReference
from .values import Duration, Flag


class SagaStep(SpecModel):
    """A step of a saga."""

    name: Name = Field(description="The step.")
    do: OperationReference = Field(description="Command of the step.")
    with_: Annotated[dict[FieldName, FieldName], Named()] | None = Field(
        None, alias="with", description="Where its input comes from: the callee's field, and the saga's."
    )
    compensate: OperationReference | None = Field(None, description="Command that undoes it.")
    pivot: Flag | None = Field(None, description="From here on there is no way back.")
    timeout: Duration | None = Field(None, description="Time for the step, tries included.")


class Saga(SpecModel):
    """A saga."""

    style: Literal["orchestration", "choreography"] | None = Field(
        None, description="Driven by one service, or by events alone."
    )
    coordinator: Name | None = Field(None, description="The service that drives it.")
    trigger: EventReference = Field(description="The event that starts it.")
    deadline: Duration | None = Field(None, description="Time for all steps.")
    isolation: Literal["lock", "version", "none"] | None = Field(
        None, description="What keeps two sagas off one aggregate."
    )
    steps: tuple[SagaStep, ...] = Field(description="Its steps, in order.")
