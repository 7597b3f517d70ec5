"""Lines of theirs in a file that a person indented in another way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgen.merging.text.layout.unit import Unit, keys
from msgen.merging.text.matching import pairs


@dataclass(frozen=True, slots=True)
class Indentation:
    """What yours writes for each indentation of the base; empty where it is the same."""

    written: Mapping[bytes, bytes]

    def applied(self, line: bytes) -> bytes:
        """The line indented as yours is; what is deeper than anything known goes on in the smallest step."""
        if not self.written or not line.strip():
            return line
        text = line.lstrip(b" \t")
        indent = line[: len(line) - len(text)]
        known = max((each for each in self.written if indent.startswith(each)), key=len, default=b"")
        return self.written.get(known, b"") + self._deeper(indent[len(known) :]) + text

    def _deeper(self, indent: bytes) -> bytes:
        step = min(filter(None, self.written), key=len, default=b"")
        return indent.replace(step, self.written[step]) if step else indent


def indentation(base: list[bytes], units: list[Unit], yours: list[bytes], your_units: list[Unit]) -> Indentation:
    common = ((units[its].start, your_units[mine].start) for its, mine in pairs(keys(units), keys(your_units)))
    written = _first_of_each((_indent(base[its]), _indent(yours[mine])) for its, mine in common)
    return Indentation({} if all(its == mine for its, mine in written.items()) else written)


def _first_of_each(found: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    written: dict[bytes, bytes] = {}
    for its, mine in found:
        written.setdefault(its, mine)
    return written


def _indent(line: bytes) -> bytes:
    return line[: len(line) - len(line.lstrip(b" \t"))]
