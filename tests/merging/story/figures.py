"""What the story came to, for the page of figures about updates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from story.patches import patches
from story.upgrade import EDITS, Upgrade, number, token

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "updates.md"
BEGIN, END = "<!-- begin: update_story -->\n", "<!-- end: update_story -->\n"


def lost(upgrade: Upgrade) -> Sequence[int]:
    """Edits whose token stood in the system before the update, and does so no more."""
    return [
        edit
        for edit in map(number, patches(EDITS))
        if _holds(upgrade.edited.values(), edit) and not _holds(upgrade.updated.values(), edit)
    ]


def table(upgrade: Upgrade) -> str:
    """Nothing in it depends on how many files msgen generates."""
    edits, outcomes = list(map(number, patches(EDITS))), upgrade.outcomes
    rows = {
        "Edits": len(edits),
        "that touch a line which the update changes, or one beside it": sum(map(upgrade.meets_the_update, edits)),
        "Edited files": outcomes.total(),
        "that the update leaves as they are": outcomes["identical"] + outcomes["keep"] + outcomes["update"],
        "that it merges": outcomes["merge"],
        "that show a conflict": outcomes["conflict"],
        "**Edits lost**": f"**{len(lost(upgrade))}**",
    }
    return "| What | How many |\n| --- | --: |\n" + "".join(f"| {name} | {count} |\n" for name, count in rows.items())


def published() -> str:
    _, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    return rest.partition(END)[0].strip("\n") + "\n"


def publish(text: str) -> None:
    """Between the markers of the page."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def _holds(contents: Iterable[bytes], edit: int) -> bool:
    return any(token(edit).encode() in content for content in contents)
