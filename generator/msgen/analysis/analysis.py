"""All figures of one topology in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from msgen.analysis.amplification import Amplification, amplifications
from msgen.analysis.calls import Calls, all_calls
from msgen.analysis.load import Load, offered_load, retried_load
from msgen.topology.model import Topology


@dataclass(frozen=True, eq=False)
class Analysis:
    """Every figure of one topology; each is computed once, when it is first asked for."""

    topology: Topology

    @cached_property
    def calls(self) -> Calls:
        """Every call site, by caller and by callee."""
        return all_calls(self.topology)

    @cached_property
    def load(self) -> Load:
        """Peak rates with a year's growth."""
        return offered_load(self.topology, self.calls)

    @cached_property
    def now(self) -> Load:
        """Peak rates without growth."""
        return offered_load(self.topology, self.calls, growth=False)

    @cached_property
    def retried(self) -> Load:
        """Peak rates with growth while every call is tried as often as it may be."""
        return retried_load(self.topology, self.calls, self.load)

    @cached_property
    def amplification(self) -> Mapping[str, Amplification]:
        """How far retries multiply requests, by object path of a callee that calls nobody."""
        return amplifications(self.calls, self.topology.platform.mesh)
