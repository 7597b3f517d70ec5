"""`{% yield %}` in the name of a file or folder: that file or folder once for each item of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from msgspec import Struct

from msgen.rendering.errors import TemplateFailed


class PathLoop(Struct, frozen=True):
    variable: str
    items: Sequence[Any]


class PathLoops(Extension):
    """Copier's tag `{% yield operation from service.operations %}{{ operation.module }}{% endyield %}`.

    A name is rendered once to find its loop, which leaves out what stands inside the tag, and then for every item.
    """

    tags = {"yield"}  # noqa: RUF012
    found: PathLoop | None = None
    """That of the name which was rendered last."""
    is_inside = False
    """An item is known, so what stands inside the tag is rendered."""

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        if parser.name is not None:
            raise TemplateSyntaxError(
                "`yield` belongs into the name of a file or folder", line, parser.name, parser.filename
            )
        variable = parser.parse_assign_target(name_only=True).name
        parser.stream.expect("name:from")
        items = parser.parse_expression()
        inside = parser.parse_statements(("name:endyield",), drop_needle=True)
        call = self.call_method("_loop", [nodes.Const(variable), items])
        return nodes.CallBlock(call, [], [], inside, lineno=line)

    def _loop(self, variable: str, items: Iterable[Any], caller: Callable[[], str]) -> str:
        if self.is_inside:
            return caller()
        if self.found is not None:
            raise TemplateFailed(f"one name yields twice, `{self.found.variable}` and `{variable}`")
        self.found = PathLoop(variable, tuple(items))
        return ""
