"""The error of a spec that cannot be used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from .finding import Finding, by_position
from .text import render

SHOWN = 50
"""At most so many findings are shown; the rest is counted."""

Sources = Mapping[str, Sequence[str]]
"""The lines of each file, by its path as findings name it."""


class SpecError(Exception):
    """A spec that cannot be read or does not follow the language, with everything that is wrong in it."""

    def __init__(self, findings: Iterable[Finding], sources: Sources = MappingProxyType({}), folder: str = "") -> None:
        everything = by_position(findings)
        self.findings = everything[:SHOWN]
        """Sorted by position."""
        self.omitted = len(everything) - len(self.findings)
        """How many more there are."""
        self.sources = sources
        self.folder = folder
        """The folder of `msgen.yaml`, as given; the files of the findings are relative to it."""
        super().__init__(len(everything))

    def __str__(self) -> str:
        return self.render()

    def render(self, *, colour: bool = False) -> str:
        """The findings as text, and how many there are."""
        shown = render(self.findings, self.sources, colour=colour, folder=self.folder)
        count = len(self.findings) + self.omitted
        more = f" ({self.omitted} more not shown)" if self.omitted else ""
        return f"{shown}\n{count} {'error' if count == 1 else 'errors'}{more}\n"
