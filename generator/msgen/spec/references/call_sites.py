"""Where calls are written: on services, their operations and their versions."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from msgen.design.resilience import Call
from msgen.design.system import Design

from ..document import Path


class CallSite(Struct, frozen=True):
    """A call, who makes it, and where it is written."""

    path: Path
    call: Call
    service: str
    operation: str | None
    """The calling operation; `None` for a call written on the service or on a version."""


def call_sites(design: Design) -> Iterator[CallSite]:
    for name, service in design.services.items():
        here: Path = ("services", name)
        for index, call in enumerate(service.calls or ()):
            yield CallSite((*here, "calls", index), call, name, None)
        for operation, written in ((service.api and service.api.operations) or {}).items():
            for index, call in enumerate(written.calls or ()):
                path = (*here, "api", "operations", operation, "calls", index)
                yield CallSite(path, call, name, operation)
        for version, written_version in (service.versions or {}).items():
            for index, call in enumerate(written_version.calls or ()):
                yield CallSite((*here, "versions", version, "calls", index), call, name, None)
