"""What users and services are promised: latency, service level objectives, journeys."""

from typing import Annotated, Literal

from pydantic import Field

from .base import OneOrMore, SpecModel
from .names import Name, OperationReference
from .values import Duration, Number, Percentage, Rate, Ratio


class Latency(SpecModel):
    """Two quantiles of a time to answer."""

    p50: Duration | None = Field(None, description="Half of the answers come within this time.")
    p99: Duration | None = Field(None, description="99 of 100 answers come within this time.")


class Slo(SpecModel):
    """The service level objective of a service."""

    availability: Percentage | None = Field(None, description="Share of good answers.")
    latency: Latency | None = Field(None, description="Times to answer.")
    freshness: Duration | None = Field(None, description="Age of the data it shows.")
    window: Duration | None = Field(None, description="Time over which it is counted.")
    alerts: Literal["multi-window", "single", "none"] | None = Field(None, description="Burn-rate alerts.")


class Journey(SpecModel):
    """A critical user journey."""

    actor: Name | None = Field(None, description="Who makes it.")
    entry: Annotated[tuple[OperationReference, ...], OneOrMore()] = Field(
        description="The operation it begins with; several in the order in which the user makes them."
    )
    peak: Rate | None = Field(None, description="Rate of each entry at the busiest time.")
    growth: Ratio | None = Field(None, description="Growth of the peak, per year.")
    peak_factor: Number | None = Field(None, description="Peak load divided by ordinary load.")
    ramp: Duration | None = Field(None, description="Time from ordinary to peak load.")
    availability: Percentage | None = Field(None, description="Target of availability.")
    latency_p99: Duration | None = Field(None, description="Target of the p99 for each entry.")
    criticality: Literal["high", "normal"] | None = Field(
        None, description="Its weight; `high` is what rules call critical."
    )
