"""Services and what they hold: aggregates, read models, versions."""

from typing import Annotated, Literal

from pydantic import Field

from .api import Api
from .base import Named, SpecModel
from .delivery import Deployment, Probes, Runtime, Scaling
from .fields import ConfigMap, FieldMap
from .messaging import Messaging, Subscription
from .names import ConfigKey, EventReference, Name, TypeName
from .objectives import Slo
from .resilience import Call
from .storage import Store
from .values import Duration, Percentage, Positive, Sentence, Text

DataClass = Literal["pii", "pci"]
Role = Literal["service", "bff", "gateway", "read-model"]


class Aggregate(SpecModel):
    """An aggregate: what is stored and changed as one."""

    fields: FieldMap | None = Field(None, description="Its data.")
    entities: tuple[TypeName, ...] | None = Field(None, description="Types with an identity inside it.")
    value_objects: tuple[TypeName, ...] | None = Field(None, description="Types without one inside it.")
    invariants: tuple[Sentence, ...] | None = Field(None, description="What must stay true.")
    events: tuple[EventReference, ...] | None = Field(None, description="Events that it emits.")
    persistence: Literal["state", "event-sourced"] | None = Field(
        None, description="Stored as its state or as its events."
    )
    snapshot_every: Positive | None = Field(None, description="Events between two snapshots.")
    contains: tuple[DataClass, ...] | None = Field(None, description="Data classes in it.")
    context: Name | None = Field(None, description="The context it belongs to by its meaning.")
    was: TypeName | None = Field(None, description="Its old name.")


class ReadModel(SpecModel):
    """A view built from events."""

    sources: tuple[EventReference, ...] = Field(description="Events it is built from.")
    store: Store | None = Field(None, description="Its database.")
    staleness: Duration | None = Field(None, description="How old it may be.")
    serves: tuple[TypeName, ...] | None = Field(None, description="Operations of the service that read it.")
    fields: FieldMap | None = Field(None, description="Its data.")


class VersionMatch(SpecModel):
    """Requests that go to one version of a service."""

    header: dict[Text, Text] | None = Field(None, description="Headers and their values.")


class Version(SpecModel):
    """A version of a service that runs beside others."""

    weight: Percentage | None = Field(None, description="Share of the requests that no `match` takes.")
    match: VersionMatch | None = Field(None, description="Requests that go to this version.")
    calls: tuple[Call, ...] | None = Field(
        None, description="Calls of this version, added to those of every operation."
    )


class Service(SpecModel):
    """A service."""

    context: Name | None = Field(None, description="The context it belongs to.")
    role: Role | None = Field(None, description="Its place in the system.")
    description: Text | None = Field(None, description="One sentence.")
    owner: Name | None = Field(None, description="Its team, where it is not the context's.")
    api: Api | None = Field(None, description="What it offers; without it the service is a worker.")
    aggregates: Annotated[dict[TypeName, Aggregate], Named()] | None = Field(None, description="What it stores.")
    read_models: Annotated[dict[Name, ReadModel], Named()] | None = Field(None, description="Views built from events.")
    publishes: tuple[EventReference, ...] | None = Field(None, description="Its events.")
    subscribes: tuple[Subscription, ...] | None = Field(None, description="Events that it handles.")
    calls: tuple[Call, ...] | None = Field(None, description="Calls of its operations.")
    versions: Annotated[dict[Name, Version], Named()] | None = Field(
        None, description="Versions that run side by side."
    )
    store: Store | None = Field(None, description="Its database.")
    messaging: Messaging | None = Field(None, description="How it sends and takes messages.")
    probes: Probes | None = Field(None, description="Which dependencies decide over a pod.")
    scaling: Scaling | None = Field(None, description="How many pods there are.")
    deployment: Deployment | None = Field(None, description="How releases and pods are handled.")
    slo: Slo | None = Field(None, description="What it promises.")
    runtime: Runtime | None = Field(None, description="In what it is written.")
    availability: Percentage | None = Field(None, description="Availability of its own pods.")
    config: ConfigMap | None = Field(None, description="Configuration keys of its own code.")
    secrets: tuple[ConfigKey, ...] | None = Field(None, description="Names of secrets, never values.")
    was: Name | None = Field(None, description="Its old name.")
