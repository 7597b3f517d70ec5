"""Reads a page of metrics as strictly as Prometheus does, in the text format 0.0.4."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
_COMMENT = re.compile(rf"# (HELP|TYPE) ({_NAME}) (.*)")
_SAMPLE = re.compile(rf"({_NAME})(?:\{{((?:{_LABEL}(?:,{_LABEL})*)?),?\}})? (\S+)(?: -?\d+)?")
_PAIR = re.compile(r'([a-zA-Z0-9_]+)="((?:[^"\\]|\\.)*)"')
_KINDS = frozenset({"counter", "gauge", "histogram", "summary", "untyped"})
_PARTS = ("_bucket", "_sum", "_count")


@dataclass(frozen=True)
class Sample:
    name: str
    labels: Mapping[str, str]
    value: float


def samples_of(page: str) -> list[Sample]:
    """All samples; `AssertionError` at the first line that Prometheus would refuse."""
    assert page.endswith("\n"), "the last line has no end"
    kinds: dict[str, str] = {}
    found: list[Sample] = []
    for line in page.splitlines():
        comment = _COMMENT.fullmatch(line)
        if comment is not None:
            if comment[1] == "TYPE":
                assert comment[3] in _KINDS, line
                assert kinds.setdefault(comment[2], comment[3]) == comment[3], line
        elif line and not line.startswith("#"):
            found.append(_sample(line))
    assert len({(sample.name, *sorted(sample.labels.items())) for sample in found}) == len(found), "a series twice"
    assert {sample.name for sample in found} <= set(_series(kinds)), "a series without a type"
    return found


def _sample(line: str) -> Sample:
    match = _SAMPLE.fullmatch(line)
    assert match is not None, f"unreadable: {line}"
    return Sample(match[1], dict(_PAIR.findall(match[2] or "")), float(match[3]))


def _series(kinds: Mapping[str, str]) -> Iterator[str]:
    for name, kind in kinds.items():
        yield name
        if kind in ("histogram", "summary"):
            yield from (name + part for part in _PARTS)
