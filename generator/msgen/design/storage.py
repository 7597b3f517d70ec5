"""Databases of services and read models."""

from typing import ClassVar, Literal

from pydantic import Field

from .base import SpecModel
from .names import Name
from .values import Duration, Percentage, Positive

Engine = Literal["postgres", "sqlite", "mysql", "mongodb", "redis", "cassandra", "none"]


class Backup(SpecModel):
    """How a store comes back after a loss."""

    rpo: Duration | None = Field(None, description="Data that may be lost.")
    rto: Duration | None = Field(None, description="Time to be back.")


class Store(SpecModel):
    """The database of a service or of a read model."""

    short_key: ClassVar[str | None] = "engine"

    engine: Engine | None = Field(None, description="The database product; `none` ignores all other keys.")
    name: Name | None = Field(None, description="Which store; two services with one name share it.")
    replicas: Positive | None = Field(None, description="Copies.")
    availability: Percentage | None = Field(None, description="Availability of all its copies together.")
    pool: Positive | None = Field(None, description="Connections per pod.")
    max_connections: Positive | None = Field(None, description="Connections that it accepts.")
    backup: Backup | None = Field(None, description="Data that may be lost, and time to be back.")
