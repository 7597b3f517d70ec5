"""What a person said that the base did not say, whatever its layout."""

from __future__ import annotations

from msgen.merging.text.layout.languages import language_of
from msgen.merging.text.layout.unit import keys
from msgen.merging.text.lines import split_lines


def said_by_yours(base: bytes, yours: bytes, path: str) -> bytes:
    """The lines of yours without the statements and entries that merely lay out those of the base."""
    language = language_of(path)
    units, mine = (language.read(base), language.read(yours)) if language else (None, None)
    if units is None or mine is None:
        return yours
    known = set(keys(units))
    lines = split_lines(yours)
    return b"".join(line for unit in mine if unit.key not in known for line in lines[unit.start : unit.end])
