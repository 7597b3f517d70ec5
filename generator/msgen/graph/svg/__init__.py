"""A picture as SVG: contexts as bands, callers left of what they call, no line over a box or along another line."""

from msgen.graph.svg.drawing import svg

__all__ = ["svg"]
