"""Writes `platform.layout` into the text of a spec; every other byte of it stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from msgen.diagnostics import Finding, SpecError

from .document import Document, Place
from .files import read_content

Layout = Literal["mono-repo", "multi-repo"]


def with_layout(document: Document, layout: Layout) -> bytes:
    """The content of the main file, with the layout set."""
    main = next(iter(document.contents))
    content = document.contents[main]
    platform = document.data.get("platform")
    if isinstance(platform, dict) and platform.get("layout") == layout:
        return content
    changed = _Text(content).with_layout(document, layout)
    if _others(read_content(changed, main).data) != _others(read_content(content, main).data):
        raise _unwritable(document, layout)
    return changed


class _Text:
    """The text of a spec, cut into its lines and what ends each of them."""

    def __init__(self, content: bytes) -> None:
        pieces = re.split("(\r\n|\r|\n)", content.decode("utf-8"))
        self.lines = pieces[::2]
        self.ends = [*pieces[1::2], ""]
        self.end = self.ends[0] or "\n"

    def with_layout(self, document: Document, layout: Layout) -> bytes:
        written, platform = (document.places.get(path) for path in (("platform", "layout"), ("platform",)))
        if written is not None:
            self._replace(written, layout)
        elif platform is None:
            self._append(f"platform:{self.end}  layout: {layout}")
        elif document.data["platform"] is None:
            self._fill(platform, layout)
        else:
            self._insert(platform, layout)
        return "".join(line + end for line, end in zip(self.lines, self.ends, strict=True)).encode()

    def _replace(self, written: Place, layout: Layout) -> None:
        line, start = written.value.line - 1, written.value.column - 1
        end = start + len(written.raw or "") + 2 * (written.offset or 0)
        self.lines[line] = self.lines[line][:start] + layout + self.lines[line][end:]

    def _insert(self, platform: Place, layout: Layout) -> None:
        """As the first key: inside braces, or on a line of its own."""
        line, start = platform.value.line - 1, platform.value.column - 1
        before, after = self.lines[line][:start], self.lines[line][start:]
        if after.startswith("{"):
            rest = after[1:].lstrip()
            self.lines[line] = f"{before}{{layout: {layout}{'' if rest.startswith('}') else ', '}{rest}"
        else:
            self.lines[line] = f"{before}layout: {layout}{self.end}{' ' * start}{after}"

    def _fill(self, platform: Place, layout: Layout) -> None:
        line, start = platform.key.line - 1, platform.key.column - 1
        key = self.lines[line][start:].partition(":")[0]
        after = self.lines[line][start + len(key) + 1 :].strip().removeprefix(platform.raw or "").strip()
        comment = f"  {after}" if after else ""
        self.lines[line] = f"{' ' * start}{key}:{comment}{self.end}{' ' * start}  layout: {layout}"

    def _append(self, block: str) -> None:
        if not self.lines[-1]:
            self.lines.pop()
            self.ends.pop()
        self.ends[-1] = self.end
        self.lines += ["", *block.split(self.end)]
        self.ends += [self.end, self.end, self.end]


def _others(data: Mapping[str, Any]) -> dict[str, Any]:
    """Everything but the layout."""
    platform = data.get("platform") or {}
    return {**data, "platform": {key: value for key, value in platform.items() if key != "layout"}}


def _unwritable(document: Document, layout: Layout) -> SpecError:
    place = document.place(("platform",)).key
    hint = f"write `layout: {layout}` under `platform` yourself, and leave `--layout` out"
    said = "the layout cannot be written here without changing more"
    return SpecError([Finding("error", None, "platform", said, place, hint)], document.sources, document.folder)
