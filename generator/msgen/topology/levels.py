"""Values with a source: the first level that writes a key wins, from the object itself down to the built-in default."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, field

from msgen.design.base import SpecModel
from msgen.topology.model import Provenance, YamlPath

__all__ = ["Level", "Settings", "Sources", "YamlPath"]


class Level(Struct, frozen=True):
    """One place where a key may be written."""

    path: YamlPath
    model: SpecModel | None


class Sources(Struct):
    """Collects where every resolved value comes from, by object path."""

    found: dict[str, Provenance] = field(default_factory=dict)

    def note(self, path: str, value: Any, source: str, written_at: YamlPath | None = None) -> Any:
        self.found[path] = Provenance(value, source, written_at)
        return value


class Settings(Struct, frozen=True):
    """The settings of one topic of one object: `orders.scaling`."""

    sources: Sources
    object_path: str
    levels: Sequence[Level]
    """From the object itself to the system's defaults."""

    def value(self, key: str, default: Any, source: str = "built-in") -> Any:
        """The value of a key; a written `null` falls back to the level below."""
        for level in self.levels:
            written = getattr(level.model, key, None) if level.model is not None else None
            if written is not None:
                place = (*level.path, key.rstrip("_"))
                return self.sources.note(f"{self.object_path}.{key.rstrip('_')}", written, "written", place)
        return self.sources.note(f"{self.object_path}.{key.rstrip('_')}", default, source)

    def optional(self, key: str, source: str = "built-in") -> Any:
        """The written value of a key that has no default; `None`, told as `none`, where nothing is written."""
        for level in self.levels:
            written = getattr(level.model, key, None) if level.model is not None else None
            if written is not None:
                return self.sources.note(f"{self.object_path}.{key}", written, "written", (*level.path, key))
        self.sources.note(f"{self.object_path}.{key}", "none", source)
        return None

    def below(self, key: str) -> Settings:
        """The settings of a map inside this one: `orders.deployment.resources`."""
        inner = tuple(
            Level((*level.path, key), getattr(level.model, key, None) if level.model is not None else None)
            for level in self.levels
        )
        return Settings(self.sources, f"{self.object_path}.{key}", inner)
