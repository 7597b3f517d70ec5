"""Design to Topology: the resolved system."""

from msgen.topology.resolve import resolve

__all__ = ["resolve"]
