"""A mistake in a spec, and what must be said of it."""

from __future__ import annotations

from dataclasses import dataclass

OPENING, CLOSING = "«", "»"


@dataclass(frozen=True)
class Mistake:
    """A spec with one mistake; `«` and `»` stand around what the finding must mark."""

    title: str
    marked: str
    message: str
    """A part of the message."""
    hint: str
    """A part of the hint; empty where none is expected."""

    @property
    def text(self) -> str:
        return self.marked.replace(OPENING, "").replace(CLOSING, "")

    @property
    def line(self) -> int:
        return self.marked[: self.marked.index(OPENING)].count("\n") + 1

    @property
    def column(self) -> int:
        line = self.marked.split("\n")[self.line - 1]
        return line.index(OPENING) + 1

    @property
    def end_column(self) -> int:
        line = self.marked.split("\n")[self.line - 1]
        return line.index(CLOSING) - len(OPENING) + 1


def system(services: str, rest: str = "") -> str:
    """A spec with services, each line of which is indented below `services:`."""
    lines = "".join(f"  {line}\n" if line else "\n" for line in services.strip("\n").split("\n"))
    return f"msgen: 1\nname: shop\n{rest.lstrip()}services:\n{lines}"


def operation(written: str, rest: str = "") -> str:
    """A spec with one operation of one service, its keys as a flow map."""
    return system(f"orders: {{api: {{operations: {{PlaceOrder: {written}}}}}}}", rest)


def field(written: str) -> str:
    """A spec with one field of an aggregate."""
    return system(f"orders:\n  aggregates:\n    Order:\n      fields:\n        total: {written}")
