"""What YAML's parser refuses, in words that say what to type."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ruamel.yaml.error import MarkedYAMLError

from msgen.diagnostics import Finding, Location, Related

_QUOTES = "put the text into quotes"
_KNOWN: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", "a second `: ` on this line, or a wrong indentation", _QUOTES),
    ("that cannot start any token", "this character cannot begin a value", _QUOTES),
    ("could not find expected ':'", "this is neither a key with its `:` nor a value in its place",
     "write `key: value`, and indent what belongs to it"),
    ("expected ',' or '}'", "the `{` is not closed, or a comma is missing",
     "separate entries by `, ` and end with `}`"),
    ("expected ',' or ']'", "the `[` is not closed, or a comma is missing",
     "separate entries by `, ` and end with `]`"),
    ("expected <block end>", "the indentation does not fit, or a key is missing here",
     "entries of one map or list begin in the same column"),
    ("'<stream end>'", "the file ends before this is complete", "close what was opened with `[`, `{` or a quote"),
    ("expected the node content", "a value is missing here", _QUOTES),
    ("found unexpected end of stream", "the quote that begins here is not closed",
     "end the text with the same quote"),
    ("unknown escape character", "this is no escape of YAML", "write `\\\\` for a backslash, or use single quotes"),
    ("sequence entries are not allowed", "a list entry cannot begin here", "put the `- ` on a line of its own"),
    ("block sequence entries not allowed", "a list entry cannot begin here", "put the `- ` on a line of its own"),
    ("expected alphabetic or numeric", "the name of an anchor or alias is missing", _QUOTES),
    ("expected a comment or a line break", "nothing may follow here on this line", "begin a new line"),
    ("undefined tag handle", "tags are not known here", "write the value without `!`"),
    ("duplicate", "this stands twice", "drop one of them"),
)  # fmt: skip
_TAB = ("a tab stands where spaces are needed", "indent with spaces")


def syntax_finding(error: MarkedYAMLError, file: str, lines: Sequence[str]) -> Finding:
    """The finding for an error of the YAML parser."""
    problem = str(error.problem or error.context or "")
    mark = error.problem_mark or error.context_mark
    if "end of stream" in problem and error.context_mark is not None:
        mark = error.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    source = lines[line] if line < len(lines) else ""
    message, hint = _reworded(problem, source[column : column + 1], source)
    opened = error.context_mark
    related = () if opened is None or opened is mark else _opened(file, lines, opened.line, opened.column, line)
    return told_at(file, lines, line, column, message, hint, related)


def told_at(
    file: str,
    lines: Sequence[str],
    line: int,
    column: int,
    message: str,
    hint: str,
    related: tuple[Related, ...] = (),
) -> Finding:
    """A finding at a position counted from 0; one behind the end of the file stands at its end."""
    return Finding("error", None, "", message, within(file, lines, line, column), hint, related=related)


def within(file: str, lines: Sequence[str], line: int, column: int) -> Location:
    last = max(len(lines) - 1, 0)
    if line > last:
        line, column = last, len(lines[last]) if lines else 0
    longest = len(lines[line]) if lines else 0
    return Location(file, line + 1, min(column, longest) + 1)


def _opened(file: str, lines: Sequence[str], line: int, column: int, problem_line: int) -> tuple[Related, ...]:
    if line == problem_line:
        return ()
    return (Related(within(file, lines, line, column), "it begins here"),)


def _reworded(problem: str, character: str, source: str) -> tuple[str, str]:
    if character == "\t" or "'\\t'" in problem or "tab" in problem.split():
        return _TAB
    message, hint = next(
        ((said, todo) for part, said, todo in _KNOWN if part in problem), ("the YAML is not valid here", "")
    )
    return message, _hint_for_types(source) or hint


def _hint_for_types(source: str) -> str:
    """Expressions that YAML tears apart."""
    if found := re.search(r"[a-z]+\(/.*?/\)", source):
        return f'a regex within `{{ }}` needs quotes: `"{found[0]}"`'
    if re.search(r"\(/", source):
        return "a regex within `{ }` needs quotes around the whole type"
    if re.search(r"""default=["']""", source):
        return 'a default with spaces needs the long form: `{type: string, default: "x: y"}`'
    return ""
