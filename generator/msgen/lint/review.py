"""What the rules look at: the design, its figures, and for a few what was before and what is deployed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from msgen.analysis import Analysis
from msgen.topology.model import Topology

Manifests = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rendered Kubernetes objects, by the path of their file."""


class Review(Struct, frozen=True, eq=False, dict=True):
    """One design under review."""

    topology: Topology
    previous: Topology | None = None
    """The design that it replaces; `None` where there is none to compare with."""
    manifests: Manifests | None = None
    """`None` unless manifests are checked against the design."""

    @cached_property
    def analysis(self) -> Analysis:
        return Analysis(self.topology)
