"""A list of requirements, as pip reads it: an entry per distribution."""

from __future__ import annotations

import re

from msgen.merging.text.entries.entry import Entry, Value

_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\]\s*)?(?=$|[=<>~!;@\s#\\])")
_LINE = re.compile(rb"[^\n]*\\\n|[^\n]*\n|[^\n]+")
_SEPARATORS = re.compile(r"[-_.]+")


def requirement_entries(content: bytes) -> Entry:
    """An option or a line of another kind is an entry of its own."""
    children: list[Entry] = []
    lead = head = b""
    line = at = 0
    for part in _LINE.findall(content):
        at += 1
        if not head and (not part.strip() or part.lstrip().startswith(b"#")):
            lead += part
            continue
        head += part
        if not part.endswith(b"\\\n"):
            children.append(_entry(head, lead, line))
            lead, head, line = b"", b"", at
    return Entry("", "requirements", 0, b"", b"", b"", b"", tuple(children), lead + head)


def _entry(head: bytes, lead: bytes, line: int) -> Entry:
    text = head.decode("utf-8", "surrogateescape")
    value = " ".join(text.replace("\\\n", " ").split())
    return Entry(distribution(text) or value, ("str", value), line, b"", lead, head, b"")


def distribution(text: str) -> Value:
    """The name of the distribution that a requirement is about; empty where it is none."""
    found = _NAME.match(text)
    return ("distribution", _SEPARATORS.sub("-", found[1]).lower()) if found else ""
