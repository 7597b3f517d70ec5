"""Which of some files is the one that was renamed."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Mapping

from msgen.merging.text import is_binary, similarity

ALIKE = 0.5
"""Share of common lines from which two files count as one that was renamed: the threshold that git uses."""
_LARGEST = 1 << 20


def pairs(gone: Mapping[str, bytes], new: Mapping[str, Callable[[], bytes]]) -> dict[str, str]:
    """Old path to new path, each used once: equal contents first, then the most alike.

    Between equals the candidate with the same name wins, then the nearer one; empty files are never paired, since
    any two of them are equal.
    """
    sources = {path: content for path, content in gone.items() if content.strip()}
    if not sources or not new:
        return {}
    contents = {path: content for path, read in new.items() if (content := read()).strip()}
    found = _equal(sources, contents)
    left = {path: content for path, content in sources.items() if path not in found}
    free = {path: content for path, content in contents.items() if path not in found.values()}
    return found | _alike(left, free)


def _equal(gone: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, str]:
    by_content: dict[bytes, list[str]] = defaultdict(list)
    for path, content in new.items():
        by_content[content].append(path)
    found: dict[str, str] = {}
    for path, content in gone.items():
        if candidates := by_content.get(content):
            found[path] = max(candidates, key=lambda candidate: _nearness(path, candidate))
            candidates.remove(found[path])
    return found


def _alike(gone: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, str]:
    scored = [
        (score, _nearness(old, candidate), old, candidate)
        for old, content in gone.items()
        for candidate, other in new.items()
        if _comparable(content, other) and (score := similarity(content, other)) >= ALIKE
    ]
    found: dict[str, str] = {}
    for _, _, old, candidate in sorted(scored, reverse=True):
        if old not in found and candidate not in found.values():
            found[old] = candidate
    return found


def _comparable(content: bytes, other: bytes) -> bool:
    sizes = sorted((len(content), len(other)))
    return sizes[1] <= _LARGEST and sizes[0] * 2 >= sizes[1] * ALIKE and not (is_binary(content) or is_binary(other))


def _nearness(path: str, candidate: str) -> tuple[bool, bool, int]:
    name, other = posixpath.basename(path), posixpath.basename(candidate)
    common = len(posixpath.commonprefix([path, candidate]))
    return name == other, posixpath.splitext(name)[1] == posixpath.splitext(other)[1], common
