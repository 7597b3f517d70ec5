"""The spec language: text to Document to Design."""

from msgen.diagnostics import SpecError

from .document import Document
from .parse import parse
from .reader import read, read_beside, read_contents, read_text

__all__ = ["Document", "SpecError", "parse", "read", "read_beside", "read_contents", "read_text"]
