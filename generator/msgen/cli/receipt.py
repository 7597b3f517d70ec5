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


def receipt(topology: Topology, place: Place, report: Report) -> str:
    count = len(topology.services)
    shown = shlex.quote(str(place.system))
    return "\n".join(
        [
            f"{topology.name}: {count} {'service' if count == 1 else 'services'} in `{place.system}`",
            f"  {counts_line(report.counts)}",
            *_folders(report.written),
            *(_hanging(f"not generated yet: {line}") for line in topology.not_generated),
            "next:",
            f"  msgen up {shown}",
            f"  msgen explain . --spec {shown}",
        ]
    )


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
