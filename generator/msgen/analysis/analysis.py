"""All figures of one topology in one place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from msgen.analysis.calls import Calls, all_calls
from msgen.topology.model import Topology


@dataclass(frozen=True, eq=False)
class Analysis:
    """Every figure of one topology; each is computed once, when it is first asked for."""

    topology: Topology

    @cached_property
    def calls(self) -> Calls:
        """Every call site, by caller and by callee."""
        return all_calls(self.topology)
