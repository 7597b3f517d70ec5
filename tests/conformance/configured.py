"""Services that somebody else has started, named by options or by a `conformance.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from rest_contract import RestContract
from target import Target, Trait

_KEYS = frozenset({"http", "grpc", "metrics", "contracts", "log", "pid", "unique", "calls"})


class UnusableConfigurationError(Exception):
    """The message tells the person at the keyboard what to change."""


class ConfiguredTargets:
    """Services that run already; the last tests stop those whose process is known."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self._targets = {target.name: target for target in targets}

    def names(self, traits: Collection[Trait]) -> Sequence[str]:
        """Those with one of the traits."""
        return [name for name, target in self._targets.items() if _traits(target) & set(traits)]

    def running(self, name: str) -> Target:
        return self._targets[name]

    expendable = running

    def close(self) -> None:
        """They are not ours."""


def read_targets(file: Path) -> ConfiguredTargets:
    """The services of a `conformance.yaml`; paths in it are relative to it."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    services = content.get("services") if isinstance(content, dict) else None
    if not isinstance(services, dict) or not services:
        raise UnusableConfigurationError(f"{file}: no services; write `services:` and below it one name per service")
    return ConfiguredTargets([target_of(name, settings, file.parent) for name, settings in services.items()])


def target_of(name: str, settings: Mapping[str, Any], folder: Path) -> Target:
    """One service as a person describes it."""
    unknown = sorted(settings.keys() - _KEYS)
    if unknown:
        raise UnusableConfigurationError(f"{name}: unknown key `{unknown[0]}`; known are {', '.join(sorted(_KEYS))}")
    missing = [key for key in ("metrics", "contracts") if not settings.get(key)]
    if missing:
        raise UnusableConfigurationError(f"{name}: `{missing[0]}` is missing; the suite reads it of every service")
    if not settings.get("http") and not settings.get("grpc"):
        raise UnusableConfigurationError(f"{name}: no address to call; give `http`, `grpc` or both")
    log = settings.get("log")
    return Target(
        name=name,
        contracts=folder / settings["contracts"],
        metrics=str(settings["metrics"]).rstrip("/"),
        http=str(settings["http"]).rstrip("/") if settings.get("http") else None,
        grpc=settings.get("grpc"),
        log=folder / log if log else None,
        pid=settings.get("pid"),
        unique=settings.get("unique") or {},
        calls=tuple(settings.get("calls") or ()),
    )


def _traits(target: Target) -> set[Trait]:
    found: dict[Trait, object] = {
        "rest": target.http,
        "grpc": target.grpc,
        "calls": target.calls,
        "keys": target.http and RestContract.of(target.contracts / "openapi.yaml").keyed(),
    }
    return {trait for trait, value in found.items() if value}
