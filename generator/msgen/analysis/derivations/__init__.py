"""How each figure of a report comes about: formula, numbers, and the values that they rest on."""

from msgen.analysis.derivations.derivation import Derivation, Input
from msgen.analysis.derivations.figures import derivation, is_figure, nearest_figures

__all__ = ["Derivation", "Input", "derivation", "is_figure", "nearest_figures"]
