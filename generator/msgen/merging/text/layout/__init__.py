"""The merge for which a reformatted statement or entry is unchanged."""

from msgen.merging.text.layout.merge import merge_without_layout
from msgen.merging.text.layout.said import said_by_yours

__all__ = ["merge_without_layout", "said_by_yours"]
