"""What a person sees: the services' lines and tables on stdout, our own talk on stderr."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TextIO

from msgen.local.errors import LocalError

_PREFIX_COLOURS = (36, 32, 35, 34, 33, 96, 92, 95, 94, 93)
_RED, _CYAN = 31, 36


class Console:
    """Two text streams, with colour or without."""

    def __init__(self, out: TextIO, err: TextIO, *, colour: bool = False) -> None:
        self._out = out
        self._err = err
        self._colour = colour
        self._names: tuple[str, ...] = ()

    @classmethod
    def for_streams(cls, out: TextIO, err: TextIO, environment: Mapping[str, str]) -> Console:
        """Coloured on a terminal, unless the environment says otherwise."""
        if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
            return cls(out, err, colour=False)
        forced = environment.get("CLICOLOR_FORCE", "0") not in ("", "0")
        return cls(out, err, colour=forced or out.isatty())

    def expect(self, names: Sequence[str]) -> None:
        """The processes whose lines will come: their prefixes get one width, and colours in this order."""
        self._names = tuple(names)

    def log(self, name: str, line: str) -> None:
        width = max((len(known) for known in self._names), default=0)
        place = self._names.index(name) if name in self._names else 0
        prefix = self._paint(f"{name:<{width}} |", _PREFIX_COLOURS[place % len(_PREFIX_COLOURS)])
        self._write(self._out, f"{prefix} {line}")

    def show(self, line: str = "") -> None:
        """A line of the result."""
        self._write(self._out, line)

    def say(self, line: str) -> None:
        self._write(self._err, line)

    def error(self, error: LocalError) -> None:
        self.say(f"{self._paint('error:', _RED)} {error.message}")
        if error.hint:
            self.say(f"{self._paint('hint:', _CYAN)} {error.hint}")

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Columns as wide as their widest cell."""
        widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
            self.show("  ".join(cells).rstrip())

    def _paint(self, text: str, colour: int) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self._colour else text

    def _write(self, stream: TextIO, line: str) -> None:
        try:
            print(line, file=stream, flush=True)
        except OSError:
            # Whoever read us has gone (`msgen up | head`); the services need not fall for it.
            return
