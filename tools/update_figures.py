"""Write what became of the random updates of `make soak` into `docs/reference/updates.md`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIGURES = ROOT / "build" / "random_updates.json"
PAGE = ROOT / "docs" / "reference" / "updates.md"
BEGIN, END = "<!-- begin: random_updates -->\n", "<!-- end: random_updates -->\n"
ENOUGH = 10_000
"""Figures of fewer updates are not published."""
ROWS = (
    ("random updates", "updates"),
    ("that merge a file of both sides", "merge"),
    ("that leave a conflict to settle", "conflict"),
    ("in which a word of a person's is lost", "lost"),
    ("in which a change of the blueprint is absent, and nobody said so", "dropped"),
    ("in which the record does not say what waits", "untold"),
    ("after which a second update changes a file", "unsettled"),
)


def main() -> int:
    if not FIGURES.is_file():
        print(f"there is no `{FIGURES.relative_to(ROOT)}`; run `make soak`", file=sys.stderr)
        return 2
    figures = json.loads(FIGURES.read_text("utf-8"))
    if figures["updates"] >= ENOUGH:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{table(figures)}\n{END}{rest.partition(END)[2]}", "utf-8")
    return 0


def table(figures: dict[str, int]) -> str:
    counts = ((what, f"{figures.get(word, 0):,}".replace(",", " ")) for what, word in ROWS)
    return "".join(f"| {what} | {count} |\n" for what, count in (("", "how many"), ("---", "--:"), *counts))


if __name__ == "__main__":
    sys.exit(main())
