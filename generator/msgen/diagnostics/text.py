"""Findings as text, in the layout of compilers: the sentence, the place, the line, the hint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from .finding import Finding, Severity
from .location import Location

Paint = Callable[[str, str], str]
"""Puts a colour's code around a text, or leaves the text as it is."""

WIDTH = 100
"""Characters of a source line that are shown."""
_LEAD = 30
"""Characters shown before the caret where a long line is cut."""
_LONGEST_CARET = 60
_LONGEST_SENTENCE = 500

_BOLD, _BLUE, _CYAN, _RESET = "\x1b[1m", "\x1b[34m", "\x1b[36m", "\x1b[0m"
_COLOURS: Mapping[Severity, str] = {"error": "\x1b[31m", "warning": "\x1b[33m", "info": "\x1b[36m"}


def render(
    findings: Iterable[Finding],
    sources: Mapping[str, Sequence[str]],
    *,
    colour: bool = False,
    folder: str = "",
) -> str:
    """Every finding, separated by blank lines; `sources` holds the lines of the files by their paths."""
    return "\n".join(render_one(finding, sources, colour=colour, folder=folder) for finding in findings)


def render_one(
    finding: Finding, sources: Mapping[str, Sequence[str]], *, colour: bool = False, folder: str = ""
) -> str:
    """One finding, ending in a line break."""
    paint = _paint if colour else _plain
    lines = [_title(finding, paint)]
    if finding.location:
        places = [
            (finding.location, finding.label),
            *((item.location, item.label) for item in finding.related),
        ]
        gutter = max(len(str(place.line)) for place, _ in places)
        for index, (place, label) in enumerate(places):
            arrow = "-->" if index == 0 else ":::"
            lines += _excerpt(place, label, arrow, gutter, sources, folder, paint)
    lines += [f"{paint(word, _CYAN)}: {_shortened(text)}" for word, text in finding.notes]
    if finding.hint:
        lines.append(f"{paint('hint', _CYAN)}: {_shortened(finding.hint)}")
    if finding.see:
        lines.append(f"{paint('see', _CYAN)}: {escape(finding.see)}")
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    r"""Text that is safe on a terminal: control characters and line breaks are written out.

    >>> print(escape("a\tb\x1b[31m"))
    a b\x1b[31m
    """
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _written_out(character) for character in text)


def _written_out(character: str) -> str:
    if character == "\t":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _title(finding: Finding, paint: Paint) -> str:
    head, separator, rest = _shortened(finding.title).partition(": ")
    return f"{paint(head, _COLOURS[finding.severity] + _BOLD)}{separator}{rest}"


def _shortened(sentence: str) -> str:
    shown = escape(sentence)
    return shown if len(shown) <= _LONGEST_SENTENCE else f"{shown[:_LONGEST_SENTENCE]}..."


def _excerpt(
    place: Location,
    label: str,
    arrow: str,
    gutter: int,
    sources: Mapping[str, Sequence[str]],
    folder: str,
    paint: Paint,
) -> list[str]:
    file = f"{folder.rstrip('/')}/{place.file}" if folder else place.file
    lines = [f"{' ' * gutter}{paint(arrow, _BLUE)} {escape(file)}:{place.line}:{place.column}"]
    source = sources.get(place.file, ())
    if not 1 <= place.line <= len(source):
        return lines
    shown, before, marked = _cut(source[place.line - 1], place)
    bar = paint("|", _BLUE)
    caret = paint("^" * marked, _BLUE + _BOLD)
    return [
        *lines,
        f"{' ' * gutter} {bar}",
        f"{place.line:>{gutter}} {bar} {shown}".rstrip(),
        f"{' ' * gutter} {bar} {' ' * before}{caret}{' ' + escape(label) if label else ''}",
    ]


def _cut(line: str, place: Location) -> tuple[str, int, int]:
    """What is shown of a line, how many characters of it stand before the caret, and how many it marks."""
    start = min(place.column - 1, len(line))
    end = min(max((place.end_column or len(line) + 1) - 1, start + 1), max(len(line), start + 1))
    first = 0 if len(escape(line)) <= WIDTH or start <= _LEAD else start - _LEAD
    before = ("..." if first else "") + escape(line[first:start])
    marked = escape(line[start:end])
    room = WIDTH - len(before)
    after = escape(line[start : start + WIDTH])
    if len(after) > room or start + WIDTH < len(line):
        after = after[: max(room - 3, 1)] + "..."
    return before + after, len(before), max(1, min(len(marked), len(after), _LONGEST_CARET))


def _paint(text: str, code: str) -> str:
    return f"{code}{text}{_RESET}"


def _plain(text: str, code: str) -> str:
    return text
