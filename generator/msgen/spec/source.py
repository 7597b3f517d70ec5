"""The text of a file, checked before YAML sees it."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from msgen.diagnostics import Finding, Location

from .syntax import within
from .tree import UnreadableError

LARGEST = 1024 * 1024
"""Bytes; a spec of this size has more than 10 000 lines."""
_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class Source(Struct, frozen=True):
    """A file's text and its lines."""

    file: str
    text: str
    lines: tuple[str, ...]
    content: bytes = b""
    """The file as it is, its byte order mark and its line ends included."""


class UnreadableSourceError(UnreadableError):
    """A file whose text cannot be used; it carries what can be shown of it."""

    def __init__(self, source: Source, *findings: Finding) -> None:
        super().__init__(findings)
        self.source = source


def load(path: Path, file: str) -> Source:
    """The text of a file that findings call `file`."""
    empty = Source(file, "", ())
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableSourceError(empty, _no_file(path, file, error)) from None
    except ValueError:
        raise UnreadableSourceError(empty, _told(file, "the path is not valid")) from None
    return decoded(content, file)


def decoded(content: bytes, file: str) -> Source:
    """The source for the bytes of a file."""
    if len(content) > LARGEST:
        raise UnreadableSourceError(Source(file, "", ()), _too_large(file))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSourceError(*_not_utf8(file, content, error.start)) from None
    return replace(checked(text, file), content=content)


def checked(text: str, file: str) -> Source:
    """The source for a text that has no characters which YAML refuses."""
    if len(text) > LARGEST:
        raise UnreadableSourceError(Source(file, "", ()), _too_large(file))
    source = Source(file, text, tuple(_LINE_BREAK.split(text)))
    findings = [
        _refused(source, index, found[0])
        for index, line in enumerate(source.lines)
        for found in [_REFUSED.search(line)]
        if found
    ]
    if findings:
        raise UnreadableSourceError(source, *findings)
    if not text.strip():
        raise UnreadableSourceError(source, _told(file, "the file is empty", "begin with `msgen: 1`"))
    return source


def _refused(source: Source, line: int, character: str) -> Finding:
    column = source.lines[line].index(character)
    said = "a NUL character" if character == "\0" else f"the control character U+{ord(character):04X}"
    return Finding("error", None, "", f"{said} is not allowed", _mark(source, line, column), "drop it")


def _mark(source: Source, line: int, column: int) -> Location:
    return within(source.file, source.lines, line, column)


def _not_utf8(file: str, content: bytes, start: int) -> tuple[Source, Finding]:
    text = content.decode("utf-8", errors="replace")
    source = Source(file, text, tuple(_LINE_BREAK.split(text)))
    before = _LINE_BREAK.split(content[:start].decode("utf-8", errors="replace"))
    location = _mark(source, len(before) - 1, len(before[-1]))
    said = f"the file is not UTF-8: byte 0x{content[start]:02x}"
    return source, Finding("error", None, "", said, location, "save it with the encoding UTF-8")


def _no_file(path: Path, file: str, error: OSError) -> Finding:
    if path.is_dir():
        inside = path / "msgen.yaml"
        hint = f"name the file: `{inside}`" if inside.is_file() else "name the spec file, for example `msgen.yaml`"
        return _told(file, "this is a folder, not a file", hint)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _told(file, "there is no such file", "`msgen new` writes one")
    return _told(file, f"the file cannot be read: {(error.strerror or 'unknown reason').lower()}")


def _too_large(file: str) -> Finding:
    return _told(file, f"the file is larger than {LARGEST // 1024} KiB", "split it into `contexts/`")


def _told(file: str, message: str, hint: str = "") -> Finding:
    return Finding("error", None, "", message, Location(file, 1, 1), hint)
