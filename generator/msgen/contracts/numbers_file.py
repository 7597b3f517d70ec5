"""Reading `contracts/numbers.yaml`, with a position for everything that is wrong in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from msgen.contracts.numbers import FIRST_NAMES, RESERVED, Entry, Numbers
from msgen.diagnostics import Finding, Location, SpecError
from msgen.diagnostics.finding import Related

FILE = "contracts/numbers.yaml"
LARGEST = 2**29 - 1
"""The largest number that a proto field may have."""


def read_numbers(text: str | None, file: str = FILE) -> Numbers:
    """The numbers in the text, or none where there is no file; raises `SpecError` with all that is wrong."""
    if text is None:
        return Numbers()
    reader = _Reader(file)
    numbers = reader.read(text)
    if reader.findings:
        raise SpecError(reader.findings, {file: text.splitlines()})
    return numbers


class _Reader(Struct):
    file: str
    findings: list[Finding] = field(default_factory=list)

    def read(self, text: str) -> Numbers:
        try:
            root = YAML(typ="rt").compose(text)
        except MarkedYAMLError as error:
            self._unreadable(error)
            return Numbers()
        owners: dict[str, tuple[Entry, ...]] = {}
        first_names: dict[str, str] = {}
        for key, node in self._pairs(root, "the file", "`orders.Order` with its numbers"):
            if key.value == FIRST_NAMES:
                first_names = {name.value: first.value for name, first in self._scalars(node, key.value)}
            elif key.value in owners:
                self._wrong(key, f"`{key.value}` stands twice", "put both lists under one key")
            elif "." not in key.value:
                self._wrong(key, f"`{key.value}` is not a message", "it is written `service.Message`")
            else:
                owners[key.value] = self._entries(key.value, node)
        return Numbers(owners, first_names)

    def _entries(self, owner: str, node: Node) -> tuple[Entry, ...]:
        numbers: dict[int, tuple[Entry, ScalarNode]] = {}
        names: dict[str, ScalarNode] = {}
        for key, value in self._scalars(node, owner):
            entry = self._entry(owner, key, value)
            if entry is None:
                continue
            if entry.number in numbers:
                first = numbers[entry.number]
                self._twice(owner, entry, key, first)
            elif not entry.reserved and entry.name in names:
                hint = "a field has one number: keep the line that was published first"
                self._wrong(value, f"{owner}: `{entry.name}` has two numbers", hint, names[entry.name])
            else:
                numbers[entry.number] = (entry, key)
                names |= {} if entry.reserved else {entry.name: value}
        return tuple(numbers[number][0] for number in sorted(numbers))

    def _entry(self, owner: str, key: ScalarNode, value: ScalarNode) -> Entry | None:
        if not (key.value.isascii() and key.value.isdigit() and 0 < int(key.value[:10]) <= LARGEST):
            self._wrong(key, f"{owner}: `{key.value}` is not a number from 1 to {LARGEST}", "")
            return None
        name, _, mark = value.value.partition(" ")
        if not name or mark not in ("", RESERVED):
            hint = f"a name, for example `{name or 'total'}` or `{name or 'total'} {RESERVED}`"
            self._wrong(value, f"{owner}: `{value.value}` is not the name of a field or value", hint)
            return None
        return Entry(int(key.value), name, reserved=mark == RESERVED)

    def _twice(self, owner: str, entry: Entry, key: ScalarNode, first: tuple[Entry, ScalarNode]) -> None:
        other, place = first
        self._wrong(
            key,
            f"{owner}: number {entry.number} is given to `{other.name}` and to `{entry.name}`",
            f"keep the one that was published first, and give `{entry.name}` the next free number",
            place,
        )

    def _scalars(self, node: Node, owner: str) -> Iterator[tuple[ScalarNode, ScalarNode]]:
        for key, value in self._pairs(node, f"`{owner}`", "`1: total`, one line each"):
            if isinstance(value, ScalarNode):
                yield key, value
            else:
                self._wrong(value, f"{owner}: a name is expected here", "write `1: total`")

    def _pairs(self, node: Node | None, holder: str, expected: str) -> Iterator[tuple[ScalarNode, Node]]:
        if node is None or (isinstance(node, ScalarNode) and not node.value):
            return
        if not isinstance(node, MappingNode):
            self._wrong(node, f"{holder} is not a map", f"it holds {expected}")
            return
        for key, value in node.value:
            if isinstance(key, ScalarNode):
                yield key, value
            else:
                self._wrong(key, "a key is expected here", f"it holds {expected}")

    def _unreadable(self, error: MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        place = Location(self.file, mark.line + 1, mark.column + 1) if mark else None
        message = (error.problem or "the file is not YAML").strip()
        hint = "if two branches added here, keep the lines of both, with different numbers"
        self.findings.append(Finding("error", None, "", message, place, hint))

    def _wrong(self, node: Node, message: str, hint: str, first: Node | None = None) -> None:
        related: Sequence[Related] = () if first is None else (Related(self._place(first), "first here"),)
        self.findings.append(Finding("error", None, "", message, self._place(node), hint, related=tuple(related)))

    def _place(self, node: Node) -> Location:
        start, end = node.start_mark, node.end_mark
        end_column = end.column + 1 if end.line == start.line else None
        return Location(self.file, start.line + 1, start.column + 1, end_column)
