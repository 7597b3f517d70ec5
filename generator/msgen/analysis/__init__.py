"""The figures of a design: load, capacity, availability, latency, and measures of its graph."""

from msgen.analysis.analysis import Analysis

__all__ = ["Analysis"]
