"""Write what became of the random and the killed updates of `make soak` into `docs/reference/updates.md`."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "updates.md"


@dataclass(frozen=True)
class Figures:
    name: str
    """Of the file that the tests write, and of the place in the page."""
    counted: str
    enough: int
    """Figures of fewer are not published."""
    rows: tuple[tuple[str, str], ...]

    @property
    def file(self) -> Path:
        return ROOT / "build" / f"{self.name}.json"


PUBLISHED = (
    Figures(
        "random_updates",
        "updates",
        10_000,
        (
            ("random updates", "updates"),
            ("that merge a file of both sides", "merge"),
            ("that leave a conflict to settle", "conflict"),
            ("in which a word of a person's is lost", "lost"),
            ("in which a change of the blueprint is absent, and nobody said so", "dropped"),
            ("in which the record does not say what waits", "untold"),
            ("after which a second update changes a file", "unsettled"),
        ),
    ),
    Figures(
        "killed_updates",
        "kills",
        1_000,
        (
            ("systems that were written while commands were killed", "runs"),
            ("SIGKILLs that hit a running command, at random moments", "kills"),
            ("after which something that stood there is lost", "lost"),
            ("after which the next run leaves something else than an uninterrupted one", "unfinished"),
            ("after which `msgen undo` in its place leaves other bytes than before", "not undone"),
            ("after which the next run and then `msgen undo` leave other bytes than before", "not undone afterwards"),
        ),
    ),
)


def main() -> int:
    if missing := [figures.file for figures in PUBLISHED if not figures.file.is_file()]:
        print(f"there is no `{missing[0].relative_to(ROOT)}`; run `make soak`", file=sys.stderr)
        return 2
    for figures in PUBLISHED:
        publish(figures, json.loads(figures.file.read_text("utf-8")))
    return 0


def publish(figures: Figures, counts: dict[str, int]) -> None:
    if counts[figures.counted] < figures.enough:
        return
    begin, end = (f"<!-- {word}: {figures.name} -->\n" for word in ("begin", "end"))
    before, _, rest = PAGE.read_text("utf-8").partition(begin)
    PAGE.write_text(f"{before}{begin}\n{table(figures, counts)}\n{end}{rest.partition(end)[2]}", "utf-8")


def table(figures: Figures, counts: dict[str, int]) -> str:
    rows = ((what, f"{counts.get(word, 0):,}".replace(",", " ")) for what, word in figures.rows)
    return "".join(f"| {what} | {count} |\n" for what, count in (("", "how many"), ("---", "--:"), *rows))


if __name__ == "__main__":
    sys.exit(main())
