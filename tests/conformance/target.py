"""What the suite knows of a service: where it listens and what it has promised. Nothing of this says how it is made."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

Trait = Literal["rest", "grpc", "calls", "keys"]
"""What a test needs of a service: a collection over REST or gRPC, calls of others, an idempotency key."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A running service."""

    name: str
    contracts: Path
    """The folder with `openapi.yaml` and `proto/`."""
    metrics: str
    """The address of the metrics port, `http://host:port`."""
    http: str | None = None
    """The address of the REST API, `http://host:port`."""
    grpc: str | None = None
    """The address of the gRPC API, `host:port`."""
    log: Path | None = None
    """The file that its log goes to."""
    pid: int | None = None
    process: subprocess.Popen[bytes] | None = None
    """Known if the suite itself has started it; only then its exit code is."""
    unique: Mapping[str, str] = field(default_factory=dict)
    """By the path of a collection, the field whose value no two items may share: no contract can say that."""
    calls: tuple[str, ...] = ()
    """The names of those it calls when something is created; they are among the services to test."""

    @property
    def health(self) -> str:
        """Where the probes are: on the metrics port if there is no REST API."""
        return self.http or self.metrics


class Targets(Protocol):
    """The services to test, by name."""

    def running(self, name: str) -> Target:
        """The service as all tests share it."""

    def expendable(self, name: str) -> Target:
        """A service that may be stopped, after which nobody asks for it any more."""

    def close(self) -> None:
        """End what was started."""
