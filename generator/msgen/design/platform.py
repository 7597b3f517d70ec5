"""Where the system runs: cluster, mesh, environments, telemetry."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .base import Named, SpecModel
from .names import KubernetesVersion, LabelName, Name
from .service import Service
from .values import Duration, MeshRetries, Percentage, Positive, Ratio, Sentence


class Mesh(SpecModel):
    """The service mesh."""

    short_key: ClassVar[str | None] = "kind"

    kind: Literal["istio", "istio-ambient", "linkerd", "none"] | None = Field(None, description="Product and mode.")
    mtls: Literal["strict", "permissive"] | None = Field(
        None, description="Is plain text between services refused (`strict`)."
    )
    authorization: Literal["deny-by-default", "allow-all"] | None = Field(
        None, description="May an edge that the design lacks be used."
    )
    retries: MeshRetries | None = Field(
        None, description="Retries of the mesh on edges that the app owns; `false` for none."
    )
    route_timeout: Duration | None = Field(None, description="Timeout of a route.")
    max_ejection: Percentage | None = Field(None, description="Pods of a callee that outlier detection may take out.")
    max_connections: Positive | None = Field(None, description="Connections to a callee, per client pod.")


class Platform(SpecModel):
    """The platform of the system."""

    kubernetes: KubernetesVersion | None = Field(None, description="Version that the manifests are for.")
    broker: Literal["nats", "kafka", "rabbitmq"] | None = Field(None, description="Broker in the cluster.")
    zones: Positive | None = Field(None, description="Availability zones of the cluster.")
    namespaces: Literal["context", "system"] | None = Field(
        None, description="Kubernetes namespaces: one per context, or one for all."
    )
    layout: Literal["mono-repo", "multi-repo"] | None = Field(
        None, description="One repository, or one per service and one for the system."
    )
    mesh: Mesh | None = Field(None, description="The service mesh.")


class Environment(SpecModel):
    """A place in which the whole system runs."""

    replicas: Ratio | None = Field(None, description="Pods, as a share of those of prod.")
    promote_from: Name | None = Field(None, description="Environment from which its releases come.")
    region: tuple[Sentence, ...] | None = Field(None, description="Regions that it runs in.")
    mesh: Mesh | None = Field(None, description="The service mesh here.")
    overrides: Annotated[dict[Name, Service], Named()] | None = Field(
        None, description="What differs for some services."
    )


class Telemetry(SpecModel):
    """Measurements of one's own."""

    labels: Annotated[dict[LabelName, Positive], Named()] | None = Field(
        None, description="Own labels of the request metrics, and how many values each can take."
    )
