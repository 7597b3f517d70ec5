"""Latency of a design: composed on a grid for verdicts, simulated for display, matched by moments for hints."""

from msgen.analysis.latency.lognormal import Lognormal, fenton_wilkinson, fitted
from msgen.analysis.latency.resolved_work import parallel_groups, waits
from msgen.analysis.latency.shares import CriticalPath
from msgen.analysis.latency.simulation import Simulated
from msgen.analysis.latency.system import EntryLatency, SystemLatency

__all__ = [
    "CriticalPath",
    "EntryLatency",
    "Lognormal",
    "Simulated",
    "SystemLatency",
    "fenton_wilkinson",
    "fitted",
    "parallel_groups",
    "waits",
]
