"""The render plan: which blueprint is rendered where, with which view."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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

    def part(self, roots: Collection[str]) -> RenderPlan:
        """Only what some of the repositories hold, given by their folders."""
        jobs = tuple(job for job in self.jobs if self._root_of(job.destination) in roots)
        stubs = tuple(stub for stub in self.stubs if self._root_of(stub.destination) in roots)
        return RenderPlan(jobs, stubs, tuple(root for root in self.roots if root in roots), self.changes)

    def _root_of(self, folder: str) -> str:
        """The innermost repository around a folder."""
        around = (root for root in self.roots if not root or f"{folder}/".startswith(f"{root}/"))
        return max(around, key=len, default="")
