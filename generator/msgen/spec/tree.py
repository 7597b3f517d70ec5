"""YAML text as a tree of nodes with positions.

The tree is built from ruamel's events in a loop, not by its recursive composer: depth and size are then ours to
limit, and no nesting ends in a RecursionError.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct, field
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from msgen.diagnostics import Finding, Location

from .syntax import syntax_finding, told_at

DEEPEST = 40
MOST_NODES = 100_000


class Node(Struct, eq=False):
    location: Location
    tag: str | None


class ScalarNode(Node, eq=False):
    text: str
    style: str
    """The quote or block sign; empty for a plain scalar."""


class SequenceNode(Node, eq=False):
    items: list[Node] = field(default_factory=list)


class MappingNode(Node, eq=False):
    pairs: list[tuple[Node, Node]] = field(default_factory=list)


class AliasNode(Node, eq=False):
    target: Node


class UnreadableError(Exception):
    """A text of which no tree can be made."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(len(findings))
        self.findings = tuple(findings)


def compose(text: str, file: str, lines: Sequence[str]) -> Node | None:
    """The tree of the only document of a text; `None` for a text without one."""
    builder = _Builder(file, lines)
    for event in _events(text, file, lines):
        builder.take(event)
    if builder.findings:
        raise UnreadableError(builder.findings)
    return builder.root


def _events(text: str, file: str, lines: Sequence[str]) -> Iterator[Any]:
    yaml = YAML(typ="safe", pure=True)
    _, parser = yaml.get_constructor_parser(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    except MarkedYAMLError as error:
        raise UnreadableError([syntax_finding(error, file, lines)]) from None
    except (YAMLError, ValueError, LookupError, TypeError, AttributeError, AssertionError, OverflowError):
        # the scanner fails in its own ways on broken escapes, directives and indicators
        reader = yaml.reader
        found = told_at(file, lines, reader.line, reader.column, "the YAML is not valid here", "")
        raise UnreadableError([found]) from None
    finally:
        parser.dispose()
        yaml.reader.reset_reader()
        yaml.scanner.reset_scanner()


class _Builder:
    """Puts nodes together in the order of the events."""

    def __init__(self, file: str, lines: Sequence[str]) -> None:
        self.root: Node | None = None
        self.findings: list[Finding] = []
        self._file = file
        self._lines = lines
        self._open: list[SequenceNode | MappingNode] = []
        self._keys: list[Node | None] = []
        """For each open collection the key that waits for its value."""
        self._anchors: dict[str, Node] = {}
        self._count = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        if isinstance(event, ScalarEvent):
            self._add(ScalarNode(self._place(event), _tag(event), event.value, event.style or ""), event)
        elif isinstance(event, MappingStartEvent):
            self._push(MappingNode(self._place(event), _tag(event)), event)
        elif isinstance(event, SequenceStartEvent):
            self._push(SequenceNode(self._place(event), _tag(event)), event)
        elif isinstance(event, CollectionEndEvent):
            self._close(event)
        elif isinstance(event, AliasEvent):
            self._alias(event)
        elif isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(event, "a second document begins here", "a spec is one document: drop the `---`")

    def _add(self, node: Node, event: Any) -> None:
        self._count += 1
        if self._count > MOST_NODES:
            self._stop(event, f"the file has more than {MOST_NODES} entries", "split it into `contexts/`")
        if isinstance(event, NodeEvent) and event.anchor and not isinstance(event, AliasEvent):
            self._anchors[str(event.anchor)] = node
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, SequenceNode):
            parent.items.append(node)
        elif self._keys[-1] is None:
            self._keys[-1] = node
        else:
            parent.pairs.append((self._keys[-1], node))
            self._keys[-1] = None

    def _push(self, node: SequenceNode | MappingNode, event: Any) -> None:
        self._add(node, event)
        if len(self._open) >= DEEPEST:
            self._stop(event, f"nested more than {DEEPEST} levels deep", "a spec has about ten levels")
        self._open.append(node)
        self._keys.append(None)

    def _close(self, event: Any) -> None:
        node = self._open.pop()
        self._keys.pop()
        start, end = node.location, event.end_mark
        if end.line + 1 == start.line:
            node.location = Location(start.file, start.line, start.column, end.column + 1)

    def _alias(self, event: Any) -> None:
        name, place = str(event.anchor), self._place(event)
        target = self._anchors.get(name)
        if target is None or target in self._open:
            said = f"the alias `*{name}` " + ("refers to itself" if target else "has no anchor before it")
            hint = "" if target else f"mark what it stands for with `&{name}`, further up"
            self.findings.append(Finding("error", None, "", said, place, hint))
            target = ScalarNode(place, None, "", "")
        self._add(AliasNode(place, None, target), event)

    def _stop(self, event: Any, message: str, hint: str) -> None:
        raise UnreadableError([*self.findings, Finding("error", None, "", message, self._place(event), hint)])

    def _place(self, event: Any) -> Location:
        start, end = event.start_mark, event.end_mark
        same_line = start.line == end.line and end.column > start.column
        line = min(start.line, max(len(self._lines) - 1, 0))
        return Location(self._file, line + 1, start.column + 1, end.column + 1 if same_line else None)


def _tag(event: Any) -> str | None:
    """The tag that is written; `None` for one that YAML would add by itself."""
    tag = event.tag
    return None if tag is None else str(tag)
