"""What is about to be written, for a person to look at before it is: counts, origin, what stands in the way."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from msgen.cli.creating.prepared import Prepared
from msgen.cli.findings import counted
from msgen.merging.apply import in_the_way
from msgen.merging.report import counts_line

_WIDTH = 77
_COLUMN = 12
_NAMED = 3
"""Paths that are named; more are counted."""


def outline(prepared: Prepared) -> str:
    """One row for each thing to know."""
    return "\n".join(_row(name, text) for name, text in _rows(prepared))


def _rows(prepared: Prepared) -> Iterator[tuple[str, str]]:
    changes = prepared.changes
    yield "services", str(len(prepared.generation.topology.services))
    yield "files", counts_line(changes.counts)
    if kept := [change.path for change in changes.having("keep")]:
        yield "kept", f"{_named(kept)}: as people have {'it' if len(kept) == 1 else 'them'}"
    yield "blueprints", _blueprints(prepared)
    obstacles = in_the_way(changes)
    yield "conflicts", f"{_named(obstacles)}: not written by msgen" if obstacles else "none"
    yield "findings", counted(prepared.findings)


def _blueprints(prepared: Prepared) -> str:
    """The names of those that have a part in it, with their versions."""
    used = {change.blueprint for change in prepared.changes.changes}
    names: dict[str, list[str]] = {}
    for blueprint in prepared.generation.loaded:
        if blueprint.name in used:
            names.setdefault(blueprint.version, []).append(blueprint.name)
    return "; ".join(f"version {version}: {', '.join(those)}" for version, those in names.items())


def _named(paths: Sequence[str]) -> str:
    named, more = paths[:_NAMED], len(paths) - _NAMED
    return f"{', '.join(named)} and {more} more" if more > 0 else ", ".join(named)


def _row(name: str, text: str) -> str:
    return textwrap.fill(
        f"{name:<{_COLUMN}}{text}", _WIDTH, subsequent_indent=" " * _COLUMN, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
