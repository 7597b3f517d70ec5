"""How a service runs: pods, releases, probes and its runtime."""

from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from .base import OrWord, SpecModel
from .names import Name
from .problems import problem, quoted
from .quantities import parse_percentage
from .scalars import integer
from .values import (
    Count,
    Cpu,
    Duration,
    Percentage,
    Positive,
    PositivePercentage,
    PositiveRate,
    Sentence,
    Size,
    Value,
)


def parse_disruption(written: object) -> int | Decimal:
    """A count of pods, or a share of them in percent."""
    if isinstance(written, str) and "%" in written:
        return parse_percentage(written)
    if isinstance(written, int) and not isinstance(written, bool):
        return integer(0, 10_000)(written)
    raise problem(f"{quoted(written)} is neither a number nor a percentage", "for example `1` or `25%`")


Disruption = Annotated[
    int | Decimal,
    Value(
        parse_disruption,
        {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?%$"}]},
    ),
]


class Probes(SpecModel):
    """Which dependencies decide over a pod: `store`, `broker`, a service or an external system."""

    liveness: tuple[Name, ...] | None = Field(None, description="Dependencies that make the pod restart.")
    readiness: tuple[Name, ...] | None = Field(None, description="Dependencies that take the pod out of traffic.")


class Scaling(SpecModel):
    """How many pods there are."""

    min: Count | None = Field(None, description="Fewest pods.")
    max: Positive | None = Field(None, description="Most pods.")
    per_pod: PositiveRate | None = Field(None, description="Requests that one pod serves.")
    concurrency: Positive | None = Field(None, description="Requests in flight per pod.")
    target: PositivePercentage | None = Field(None, description="Utilisation that the autoscaler aims at.")
    startup: Duration | None = Field(None, description="Time until a new pod serves.")
    metric: Literal["cpu", "rate", "lag"] | None = Field(None, description="What the autoscaler looks at.")


class CanaryStep(SpecModel):
    """A step of a canary release."""

    short_key: ClassVar[str | None] = "share"

    share: Percentage = Field(description="Traffic that the new version gets.")
    dwell: Duration | None = Field(None, description="Time at this share.")
    metric: Sentence | None = Field(None, description="What decides: `slo`, a query, or `none`.")


class Resources(SpecModel):
    """What a pod requests, and its limits."""

    cpu: Annotated[int | Literal["none"], OrWord(Cpu, "none")] | None = Field(
        None, description="Share of a core requested."
    )
    memory: Annotated[int | Literal["none"], OrWord(Size, "none")] | None = Field(None, description="Memory requested.")
    cpu_limit: Annotated[int | Literal["none"], OrWord(Cpu, "none")] | None = Field(
        None, description="Limit of the share of a core."
    )
    memory_limit: Annotated[int | Literal["none"], OrWord(Size, "none")] | None = Field(
        None, description="Limit of memory."
    )

    @classmethod
    def expanded(cls, written: object) -> object:
        return dict.fromkeys(cls.model_fields, "none") if written == "none" else written

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"const": "none"}, super().__get_pydantic_json_schema__(schema, handler)]}


class Deployment(SpecModel):
    """How releases and pods are handled."""

    strategy: Literal["rolling", "canary", "blue-green"] | None = Field(
        None, description="How a new release replaces the old one."
    )
    steps: tuple[CanaryStep, ...] | None = Field(None, description="Canary steps, in order.")
    grace: Duration | None = Field(None, description="Time that a pod has to stop.")
    pdb: Annotated[int | Decimal | Literal["off"], OrWord(Disruption, "off")] | None = Field(
        None, description="Pods that maintenance may take away at once: a count or a percentage."
    )
    spread: Literal["zone", "node", "none"] | None = Field(None, description="Over what the pods are spread.")
    resources: Resources | None = Field(None, description="What a pod requests, and its limits.")
    state: Literal["none", "disk", "sticky"] | None = Field(None, description="What a pod keeps to itself.")


class Runtime(SpecModel):
    """In what a service is written."""

    language: Name | None = Field(None, description="`python` is generated; another name describes what exists.")
    model: Literal["async", "sync"] | None = Field(
        None, description="Does waiting for a callee hold a worker (`sync`)."
    )
