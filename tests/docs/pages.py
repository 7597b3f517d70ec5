"""The blocks of a Markdown page, each with what the comment right before it says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(
    r"^(?:<!-- (?P<marks>[^\n]+) -->\n)?(?P<fence>```+)(?P<language>\w*)\n(?P<text>.*?)^(?P=fence)$"
    r"|^<!-- (?P<alone>stop) -->$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    language: str
    text: str
    marks: dict[str, str]
    """`<!-- slow; exit: 2 -->` is `{"slow": "", "exit": "2"}`."""
    place: str
    """`README.md:12`, the line of the opening fence."""

    @property
    def is_slow(self) -> bool:
        """It installs packages or starts a system."""
        return bool({"slow", "background"} & self.marks.keys())


def pages(pattern: str) -> list[Path]:
    return sorted(ROOT.glob(pattern))


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text("utf-8")
    for found in _BLOCK.finditer(text):
        line = text.count("\n", 0, max(found.start("fence"), found.start("alone"))) + 1
        yield Block(
            found["language"] or "",
            found["text"] or "",
            dict(_marks(found["marks"] or found["alone"] or "")),
            f"{page.relative_to(ROOT)}:{line}",
        )


def _marks(text: str) -> Iterator[tuple[str, str]]:
    for mark in filter(None, text.split("; ")):
        name, _, value = mark.partition(":")
        yield name.strip(), value.strip()
