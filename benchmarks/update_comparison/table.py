"""The verdicts as a Markdown table, and its place in the documentation."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path

from engines import ENGINES
from situations.rows import Row
from verdict import Verdict, Word

BEGIN, END = "<!-- begin: update_comparison -->\n", "<!-- end: update_comparison -->\n"
_TOTALS: Mapping[str, Word] = {
    "Lost edits": "LOST",
    "Dropped changes": "drop",
    "Refusals and crashes": "ERR",
    "Conflicts to settle": "X",
}


def table(rows: Sequence[Row], verdicts: Mapping[str, Sequence[Verdict]]) -> str:
    titles = [engine.title for engine in ENGINES if engine.name in verdicts]
    lines = [("#", "Situation", *titles), ("--:", "---", *("---" for _ in titles))]
    for number, row in enumerate(rows):
        lines.append((str(row.number), row.name, *(_shown(each[number].word) for each in verdicts.values())))
    for title, word in _TOTALS.items():
        counts = (sum(each.word == word for each in column) for column in verdicts.values())
        lines.append(("", f"**{title}**", *(f"**{count}**" for count in counts)))
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def publish(text: str, page: Path) -> None:
    """Between the markers of the page."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{_versions()}\n\n{text}\n{END}{after}", encoding="utf-8")


def _versions() -> str:
    """Of the tools that others make."""
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.split()[2]
    return f"With Copier {metadata.version('copier')} and git {git}:"


def _shown(word: Word) -> str:
    return f"**{word}**" if word in ("LOST", "drop", "ERR") else word
