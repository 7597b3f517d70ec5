"""The render plan: which blueprint is rendered where, with which view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Job:
    """One blueprint to be rendered once."""

    blueprint: str
    """The folder below `blueprints/`."""
    destination: str
    """Folder below the output's root, with `/`; empty for the root itself."""
    view: Any
    """The frozen view; templates reach it by the name that the blueprint's manifest gives it."""


@dataclass(frozen=True, slots=True)
class StubJob:
    """One proto file whose Python stubs are compiled after the blueprints are rendered."""

    proto: str
    """Path of the rendered proto file in the tree."""
    root: str
    """Folder of the tree in which the proto's imports are looked up: the descriptor's name is relative to it."""
    destination: str
    """Folder of the tree that receives the stubs (called `pb`)."""


@dataclass(frozen=True, slots=True)
class RenderPlan:
    jobs: tuple[Job, ...]
    stubs: tuple[StubJob, ...] = ()
    roots: tuple[str, ...] = ("",)
    """Folders that are repositories with a `.msgen/` record of their own: the system's (empty) and the services'."""
