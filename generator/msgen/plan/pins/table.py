"""Questions to the table of pins. The table is read on the first question, not on import.

A group of the table is a capability of a service, `dev` (tools that every service is developed with), or
`dev-<capability>` (tools that only this capability asks for). All groups were resolved together, so that any
choice of them fits, and the closure of a choice is the union of the closures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

CAPABILITIES = ("core", "rest", "grpc", "grpc-client", "store", "events", "http-client")
DEV = "dev"


class Pin(Struct, frozen=True):
    """One package in the one version that services get."""

    name: str
    version: str
    marker: str
    """Environment marker; empty where the package is needed everywhere."""
    hashes: tuple[str, ...]
    """`sha256:...` of every file of this version, for whatever platform."""

    @property
    def requirement(self) -> str:
        return f"{self.name}=={self.version}" + (f" ; {self.marker}" if self.marker else "")


def closure(capabilities: Iterable[str]) -> tuple[Pin, ...]:
    """Every package that a service with these capabilities installs, sorted by name."""
    markers: dict[str, set[str]] = {}
    for group in _groups(capabilities):
        for name, marker in _table()["groups"][group]["closure"].items():
            markers.setdefault(name, set()).add(marker)
    return tuple(_pin(name, _either(alternatives)) for name, alternatives in sorted(markers.items()))


def direct(capabilities: Iterable[str]) -> tuple[str, ...]:
    """The requirements that a service names itself, as ranges: `fastapi>=0.165,<0.166`."""
    groups = _groups(capabilities)
    lines = {line for group in groups for line in _table()["groups"][group]["direct"]}
    return tuple(sorted(lines, key=_name))


def development(capabilities: Iterable[str]) -> tuple[str, ...]:
    """The development tools, as ranges, of a service with these capabilities."""
    return direct(_development_groups(capabilities))


def constraints(capabilities: Iterable[str]) -> tuple[str, ...]:
    """`name==version` for whatever such a service installs, its development tools included."""
    wanted = set(capabilities)
    return tuple(pin.requirement for pin in closure(wanted | _development_groups(wanted)))


def requirements_txt(capabilities: Iterable[str]) -> str:
    """The closure with hashes, for `uv pip install --require-hashes -r` or pip."""
    return "".join(_entry(pin) for pin in closure(capabilities))


def dated() -> str:
    """The day on which the versions were resolved, as `2026-11-25`."""
    day: str = _table()["dated"]
    return day


def version(name: str) -> str:
    """The one version of a package that services get."""
    pinned: str = _table()["packages"][name]["version"]
    return pinned


def _groups(capabilities: Iterable[str]) -> list[str]:
    wanted, known = set(capabilities), _table()["groups"]
    unknown = sorted(wanted - known.keys())
    if unknown:
        raise LookupError(f"no pins for {', '.join(unknown)}; there are {', '.join(known)}")
    return sorted(wanted)


def _development_groups(capabilities: Iterable[str]) -> set[str]:
    asked = {f"{DEV}-{capability}" for capability in capabilities}
    return {DEV, *(asked & _table()["groups"].keys())}


def _name(requirement: str) -> str:
    return re.split(r"[^a-z0-9-]", requirement, maxsplit=1)[0]


def _pin(name: str, marker: str) -> Pin:
    package = _table()["packages"][name]
    return Pin(name, package["version"], marker, tuple(package["hashes"]))


def _either(markers: set[str]) -> str:
    """One marker that holds where any of them does; the empty one holds everywhere."""
    if "" in markers:
        return ""
    if len(markers) == 1:
        return next(iter(markers))
    return " or ".join(f"({marker})" for marker in sorted(markers))


def _entry(pin: Pin) -> str:
    return " \\\n    --hash=".join((pin.requirement, *pin.hashes)) + "\n"


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(Path(__file__).with_name("table.json").read_text(encoding="utf-8"))
    return table
