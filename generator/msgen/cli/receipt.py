"""What `msgen new` says when it is done: the counts, the folders, what was left out, what to type next."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgen.merging.report import Report, counts_line

if TYPE_CHECKING:
    from msgen.cli.place import Place
    from msgen.topology.model import Topology

WIDTH = 80


def receipt(topology: Topology, place: Place, report: Report, *, was_asked: bool = False) -> str:
    """`was_asked`: the spec was made by the wizard, so that a person has not seen the command for it."""
    count = len(topology.services)
    shown = shlex.quote(str(place.system))
    return "\n".join(
        [
            f"{topology.name}: {count} {'service' if count == 1 else 'services'} in `{place.system}`",
            f"  {counts_line(report.counts)}",
            *_folders(report.written),
            *(_hanging(f"not generated yet: {line}") for line in topology.not_generated),
            *([f"the same again: msgen new {shown} --spec {shlex.quote(str(place.spec))}"] if was_asked else []),
            "next:",
            *(f"  {step}" for step in _next(topology, shown)),
        ]
    )


def _next(topology: Topology, shown: str) -> list[str]:
    """What applies to this system."""
    return [
        f"msgen up {shown}",
        f"msgen explain . --spec {shown}",
        *([f"msgen analyze {shown}"] if topology.journeys else []),
    ]


def _folders(paths: Sequence[str]) -> Iterator[str]:
    """Two levels of what was written, each folder of the first on one line."""
    levels: dict[str, dict[str, None]] = {}
    for path in paths:
        first, _, rest = path.partition("/")
        second = rest.partition("/")
        if rest:
            levels.setdefault(f"{first}/", {})[second[0] + second[1]] = None
    files = [path for path in paths if "/" not in path]
    column = max((len(folder) for folder in levels), default=0) + 4
    for folder, names in levels.items():
        yield _hanging(f"{f'  {folder}':<{column}}{'  '.join(names)}", column)
    if files:
        yield _hanging(f"  {'  '.join(files)}")


def _hanging(line: str, column: int = 2) -> str:
    return textwrap.fill(
        line, WIDTH, subsequent_indent=" " * column, break_long_words=False, break_on_hyphens=False,
        replace_whitespace=False, drop_whitespace=True,
    )  # fmt: skip
