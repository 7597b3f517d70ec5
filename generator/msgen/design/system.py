"""The whole design as a person wrote it."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Named, SpecModel
from .context import Context, ContextRelation
from .defaults import Defaults
from .externals import Experiment, External
from .governance import Decision, Team, Waiver
from .names import DecisionName, Name
from .objectives import Journey
from .platform import Environment, Platform, Telemetry
from .sagas import Saga
from .service import Service
from .values import Path, Text

LANGUAGE_VERSION = 1


class Design(SpecModel):
    """What the person wrote, parsed: all optional, nothing resolved."""

    msgen: Literal[1] = Field(description="Version of the spec language; the first key.")
    name: Name = Field(description="The system.")
    description: Text | None = Field(None, description="One sentence for documents.")
    profile: Literal["minimal", "standard", "production"] | None = Field(None, description="Bundle of defaults.")
    include: tuple[Path, ...] | None = Field(None, description="Further context files, or folders of them.")
    defaults: Defaults | None = Field(None, description="Settings of every service, below its own values.")
    teams: Annotated[dict[Name, Team], Named()] | None = Field(None, description="Teams that answer for contexts.")
    actors: Annotated[dict[Name, Text], Named()] | None = Field(None, description="Who uses the system.")
    externals: Annotated[dict[Name, External], Named()] | None = Field(None, description="Systems that we do not run.")
    contexts: Annotated[dict[Name, Context], Named()] | None = Field(None, description="Bounded contexts.")
    context_map: tuple[ContextRelation, ...] | None = Field(
        None, description="How contexts depend on each other, where the derived map is wrong."
    )
    services: Annotated[dict[Name, Service], Named()] = Field(description="The services.")
    sagas: Annotated[dict[Name, Saga], Named()] | None = Field(None, description="Work over several services.")
    journeys: Annotated[dict[Name, Journey], Named()] | None = Field(
        None, description="Critical user journeys: what the numbers are computed for."
    )
    platform: Platform | None = Field(None, description="Where the system runs.")
    telemetry: Telemetry | None = Field(None, description="Measurements of one's own.")
    environments: Annotated[dict[Name, Environment], Named()] | None = Field(
        None, description="Places in which the whole system runs."
    )
    experiments: Annotated[dict[Name, Experiment], Named()] | None = Field(None, description="Chaos experiments.")
    decisions: Annotated[dict[DecisionName, Decision], Named()] | None = Field(
        None, description="Architecture decisions."
    )
    waivers: tuple[Waiver, ...] | None = Field(None, description="Findings that are accepted.")
