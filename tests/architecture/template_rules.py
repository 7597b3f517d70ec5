"""The rules for templates, checked on Jinja's own syntax tree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, nodes

LOGIC = (nodes.And, nodes.Or, nodes.Compare, nodes.Assign, nodes.AssignBlock, nodes.BinExpr, nodes.Concat)
DEEPEST = 2


@dataclass(frozen=True)
class Dialect:
    """The delimiters of a blueprint."""

    block: tuple[str, str] = ("{%", "%}")
    variable: tuple[str, str] = ("{{", "}}")
    comment: tuple[str, str] = ("{#", "#}")

    @classmethod
    def of_manifest(cls, manifest: dict[str, Any]) -> "Dialect":
        options = manifest.get("_envops", {})
        given = {
            name: (options[f"{name}_start_string"], options[f"{name}_end_string"])
            for name in ("block", "variable", "comment")
            if f"{name}_start_string" in options
        }
        return cls(**given)

    def environment(self) -> Environment:
        return Environment(
            block_start_string=self.block[0],
            block_end_string=self.block[1],
            variable_start_string=self.variable[0],
            variable_end_string=self.variable[1],
            comment_start_string=self.comment[0],
            comment_end_string=self.comment[1],
        )


BRACES = Dialect()
BRACKETS = Dialect(("[%", "%]"), ("[%=", "%]"), ("[%#", "#%]"))


def violations(text: str, dialect: Dialect = BRACES) -> list[str]:
    """What breaks a rule, as `line: what`."""
    tree = dialect.environment().parse(text)
    found = [*_logic(tree), *_too_deep(tree, 0), *_marks(text, dialect)]
    return [f"{line}: {what}" for line, what in sorted(found)]


def _logic(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for node in tree.find_all(LOGIC):
        yield node.lineno, f"{type(node).__name__} belongs in the view"


def _too_deep(node: nodes.Node, depth: int) -> Iterator[tuple[int, str]]:
    """An `elif` is as deep as its `if`."""
    if isinstance(node, nodes.If | nodes.For):
        depth += 1
        if depth > DEEPEST:
            yield node.lineno, f"nested {depth} deep"
            return
    siblings = node.elif_ if isinstance(node, nodes.If) else []
    for child in node.iter_child_nodes():
        yield from _too_deep(child, depth - 1 if child in siblings else depth)


def _marks(text: str, dialect: Dialect) -> Iterator[tuple[int, str]]:
    start, end = dialect.block
    alone = re.compile(rf"\s*{re.escape(start)} .* {re.escape(end)}\s*")
    for number, line in enumerate(text.splitlines(), start=1):
        bare = _without(line, dialect.variable, dialect.comment)
        if f"{start}-" in bare or f"-{end}" in bare:
            yield number, f"`{start}-` or `-{end}`"
        elif start in bare and not alone.fullmatch(bare):
            yield number, "a control tag shares its line"


def _without(line: str, *pairs: tuple[str, str]) -> str:
    for start, end in pairs:
        line = re.sub(rf"{re.escape(start)}.*?{re.escape(end)}", "", line)
    return line
