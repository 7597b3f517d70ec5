"""Python by logical lines: a statement, the head of a compound one, or a comment."""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from inspect import cleandoc
from token import COMMENT, DEDENT, ENCODING, ENDMARKER, INDENT, NEWLINE, NL
from tokenize import TokenInfo

from msgen.merging.text.layout.unit import Unit, with_gaps

_ALONE = ("try", "else", "finally")
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError)


def python_units(content: bytes) -> list[Unit] | None:
    text = _decoded(content)
    if text is None:
        return None
    rows = [f"{row}\n" for row in text.split("\n")]
    try:
        found = [Unit(line.first, line.last + 1, _key(line, rows)) for line in _logical_lines(rows)]
    except _UNREADABLE:
        return None
    return with_gaps(found, content)


def is_python(content: bytes) -> bool:
    try:
        _parsed(content)
    except _UNREADABLE:
        return False
    return True


def _decoded(content: bytes) -> str | None:
    if b"\r" in content or b"\f" in content:
        return None
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        return content.decode(encoding)
    except (SyntaxError, UnicodeDecodeError):
        return None


@dataclass(slots=True)
class _LogicalLine:
    first: int
    depth: int
    """How many blocks it stands in; 0 for a comment, which may be indented as it likes."""

    tokens: list[TokenInfo] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def last(self) -> int:
        return self.tokens[-1].end[0] - 1 if self.tokens else self.first

    def source(self, rows: list[str]) -> str:
        """The code from the first token on, with the comments in it."""
        return "".join(rows[self.first : self.last + 1])[self.tokens[0].start[1] :]


def _logical_lines(rows: list[str]) -> Iterator[_LogicalLine]:
    depth = 0
    current: _LogicalLine | None = None
    for token in tokenize.generate_tokens(iter(rows).__next__):
        if token.type in (INDENT, DEDENT):
            depth += 1 if token.type == INDENT else -1
        elif token.type == COMMENT and current is None:
            yield _LogicalLine(token.start[0] - 1, 0, comments=[token.string])
        elif token.type == COMMENT and current:
            current.comments.append(token.string)
        elif token.type == NEWLINE and current:
            yield current
            current = None
        elif token.type not in (NL, ENDMARKER, ENCODING, NEWLINE):
            current = current or _LogicalLine(token.start[0] - 1, depth)
            current.tokens.append(token)


def _key(line: _LogicalLine, rows: list[str]) -> Hashable:
    if not line.tokens:
        return "comment", *line.comments
    return line.depth, _meaning(line, rows), *line.comments


def _meaning(line: _LogicalLine, rows: list[str]) -> Hashable:
    """The syntax tree of a logical line; its words where it is none by itself."""
    words = tuple(token.string for token in line.tokens)
    if words[0] in _ALONE and words[1:] == (":",):
        return words
    tree = _tree(_completed(line.source(rows), words))
    return (words[0] if words[-1] == ":" else "", tree) if tree else words


@lru_cache(maxsize=8192)
def _tree(source: str) -> str:
    """The syntax tree as text, empty where there is none; base, yours, theirs and the result share most lines."""
    try:
        return _dump(_parsed(source))
    except _UNREADABLE:
        return ""


def _completed(source: str, words: tuple[str, ...]) -> str:
    """The code of a line with what makes it a whole statement."""
    if words[0] == "@":
        return f"{source}\nclass _: ..."
    if words[-1] != ":":
        return source
    match words[0]:
        case "elif":
            return f"{source[2:]}\n ..."
        case "except":
            return f"try: ...\n{source}\n ..."
        case "case":
            return f"match _:\n {source}\n  ..."
        case "match":
            return f"{source}\n case _: ..."
    return f"{source}\n ..."


def _parsed(source: str | bytes) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def _dump(tree: ast.Module) -> str:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            node.kind = None
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value = _tidy(node.value)
    return ast.dump(tree, annotate_fields=False)


def _tidy(constant: ast.Constant) -> ast.Constant:
    """A string that stands alone is documentation: its indentation and outer space are layout."""
    if not isinstance(constant.value, str):
        return constant
    return ast.Constant("\n".join(line.rstrip() for line in cleandoc(constant.value).strip().splitlines()))
