"""Three versions of one file's text become one; everything works on bytes and nothing reads the disk."""

from msgen.merging.text.anchor import Anchor
from msgen.merging.text.binary import is_binary
from msgen.merging.text.diff3 import Chunk, diff3
from msgen.merging.text.losses import lost_lines
from msgen.merging.text.markers import has_markers, open_regions, settle
from msgen.merging.text.merge import merge_text
from msgen.merging.text.merged import Clash, How, Merged
from msgen.merging.text.regions import Labels
from msgen.merging.text.similarity import similarity
from msgen.merging.text.unified import unified

__all__ = [
    "Anchor",
    "Chunk",
    "Clash",
    "How",
    "Labels",
    "Merged",
    "diff3",
    "has_markers",
    "is_binary",
    "lost_lines",
    "merge_text",
    "open_regions",
    "settle",
    "similarity",
    "unified",
]
