"""The render plan: which blueprint is rendered where, with which view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from msgen.plan.migrations.steps import Data


class Job(Struct, frozen=True):
    """One blueprint to be rendered once."""

    blueprint: str
    """The folder below `blueprints/`."""
    destination: str
    """Folder below the output's root, with `/`; empty for the root itself."""
    view: Any
    """The frozen view; templates reach it by the name that the blueprint's manifest gives it."""


class StubJob(Struct, frozen=True):
    """One proto file whose Python stubs are compiled after the blueprints are rendered."""

    proto: str
    """Path of the rendered proto file in the tree."""
    root: str
    """Folder of the tree in which the proto's imports are looked up: the descriptor's name is relative to it."""
    destination: str
    """Folder of the tree that receives the stubs (called `pb`)."""
    subject: str = ""
    """The object of the design whose contract it is."""


class RenderPlan(Struct, frozen=True):
    jobs: tuple[Job, ...]
    stubs: tuple[StubJob, ...] = ()
    roots: tuple[str, ...] = ("",)
    """Folders that are repositories with a `.msgen/` record of their own: the system's (empty) and the services'."""
    changes: Mapping[str, Data] = MappingProxyType({})
    """What each migration does, by its path in the tree: the lock remembers it."""


def joined(plans: Iterable[RenderPlan]) -> RenderPlan:
    """All that several plans ask for, in their order."""
    known = list(plans)
    return RenderPlan(
        tuple(job for plan in known for job in plan.jobs),
        tuple(stub for plan in known for stub in plan.stubs),
        tuple(root for plan in known for root in plan.roots),
        {path: data for plan in known for path, data in plan.changes.items()},
    )
