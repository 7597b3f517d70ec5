"""Plain data and positions from a tree of nodes.

Texts, integers, floats, booleans and nulls only. A plain scalar that would lose something as a number stays a text:
`0123`, `1_000`, `2027-06-30`, `1e9`, numbers of more than 17 digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgen.diagnostics import Finding, Location, Related

from .document import Path, Place
from .tree import DEEPEST, MOST_NODES, AliasNode, MappingNode, Node, ScalarNode, SequenceNode, UnreadableError

_WORDS: dict[str, bool | None] = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
}  # fmt: skip
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,16})")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff]")
_TEXT_TAGS = ("tag:yaml.org,2002:str", "!")
MERGE = "<<"


def plain_scalar(text: str) -> str | int | float | bool | None:
    """The value of a scalar without quotes.

    >>> [plain_scalar(text) for text in ("1.5", "07", "yes", "~", "1e9")]
    [1.5, '07', 'yes', None, '1e9']
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and sum(map(str.isdigit, text)) <= 15:
        return float(text)
    return text


class Construction:
    """Turns the nodes of one file into data; `places` and `findings` fill up on the way."""

    def __init__(self) -> None:
        self.places: dict[Path, Place] = {}
        self.findings: list[Finding] = []
        self._count = 0

    def build(self, root: Node) -> Any:
        return self._value(root, (), root.location, None)

    def _value(self, node: Node, path: Path, key: Location, used_at: Location | None) -> Any:
        self._count += 1
        if isinstance(node, AliasNode):
            used_at = used_at or node.location
            node = node.target
        if self._count > MOST_NODES or len(path) > DEEPEST:
            said = f"more than {MOST_NODES} entries" if self._count > MOST_NODES else "too deep"
            raise UnreadableError([Finding("error", None, "", f"the aliases expand to {said}", used_at or key)])
        self._check_tag(node, path)
        self.places[path] = _place(node, key, used_at)
        if isinstance(node, MappingNode):
            return self._map(node, path, used_at)
        if isinstance(node, SequenceNode):
            return [self._value(item, (*path, index), item.location, used_at) for index, item in enumerate(node.items)]
        return self._scalar(node, path) if isinstance(node, ScalarNode) else None

    def _map(self, node: MappingNode, path: Path, used_at: Location | None) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for key, value, through in self._pairs(node, path, used_at):
            name = self._text(key, path)
            if name not in built:
                built[name] = self._value(value, (*path, name), key.location, through)
            elif through is used_at and not _torn(key, value):
                self._duplicate(key, (*path, name))
        return built

    def _pairs(
        self, node: MappingNode, path: Path, used_at: Location | None
    ) -> Iterator[tuple[ScalarNode, Node, Location | None]]:
        """Its own pairs first, which win over those that it takes over from anchors."""
        merged: list[tuple[Node, Location]] = []
        for key, value in node.pairs:
            name = key.target if isinstance(key, AliasNode) else key
            if not isinstance(name, ScalarNode):
                self._report(path, "a key is a text, not a list or a map", key.location)
            elif name.text == MERGE and not name.style:
                merged.append((value, used_at or value.location))
            else:
                yield name, value, used_at
        for value, through in merged:
            yield from self._merged(value, path, through)

    def _merged(self, value: Node, path: Path, through: Location) -> Iterator[tuple[ScalarNode, Node, Location | None]]:
        target = value.target if isinstance(value, AliasNode) else value
        if isinstance(target, MappingNode):
            yield from self._pairs(target, path, through)
        elif isinstance(target, SequenceNode) and len(path) <= DEEPEST:
            for item in target.items:
                self._count += 1
                yield from self._merged(item, (*path, MERGE), through)
        else:
            self._report(path, "`<<` takes over the keys of a map", value.location, "write `<<: *anchor`")

    def _scalar(self, node: ScalarNode, path: Path) -> str | int | float | bool | None:
        text = self._text(node, path)
        return text if node.style or node.tag in _TEXT_TAGS else plain_scalar(text)

    def _text(self, node: ScalarNode, path: Path) -> str:
        """The text of a scalar; escapes may have brought characters that no file may hold."""
        if not _UNPRINTABLE.search(node.text):
            return node.text
        text = _paired(node.text)
        if not _UNPRINTABLE.search(text):
            return text
        self._report(path, "the text holds control characters", node.location, "drop the escape")
        return _UNPRINTABLE.sub("", text)

    def _check_tag(self, node: Node, path: Path) -> None:
        if node.tag is not None and node.tag not in _TEXT_TAGS:
            self._report(path, "tags are not known here", node.location, "write the value without `!`")

    def _duplicate(self, key: ScalarNode, path: Path) -> None:
        first = self.places[path].key
        self.findings.append(
            Finding(
                "error", None, shown_path(path), f"`{key.text}` stands twice in one map", key.location,
                "drop one of the two, or give it another name", related=(Related(first, "first here"),),
            )
        )  # fmt: skip

    def _report(self, path: Path, message: str, location: Location, hint: str = "") -> None:
        self.findings.append(Finding("error", None, shown_path(path), message, location, hint))


def shown_path(path: Sequence[str | int]) -> str:
    """A path as it is printed: `services.orders.calls.0`."""
    return ".".join(str(part) for part in path)


def _paired(text: str) -> str:
    """Two escapes of JSON that together stand for one character (a surrogate pair), put together."""
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return text


def _torn(key: ScalarNode, value: Node) -> bool:
    """The second half of `enum(x, y)`, torn apart by YAML: the type expression is refused as a whole."""
    return key.text.endswith(")") and isinstance(value, ScalarNode) and not value.text


def _place(node: Node, key: Location, used_at: Location | None) -> Place:
    if not isinstance(node, ScalarNode):
        return Place(key, node.location, used_at=used_at)
    if not node.text and not node.style:
        return Place(key, key, raw="", used_at=used_at)
    offset = _text_offset(node)
    return Place(key, node.location, node.text, offset, used_at)


def _text_offset(node: ScalarNode) -> int | None:
    """How far into the scalar its text begins, where both run side by side."""
    quotes = 1 if node.style in ("'", '"') else 0
    end = node.location.end_column
    length = len(node.text) + 2 * quotes
    return quotes if end is not None and end - node.location.column == length else None
