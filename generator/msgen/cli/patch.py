"""What changes in a file of a spec, as a patch."""

from __future__ import annotations

from difflib import unified_diff


def patch(name: str, before: bytes, after: bytes) -> str:
    """Empty where nothing changes; `before` is empty for a file that is new."""
    old, new = (content.decode().splitlines(keepends=True) for content in (before, after))
    lines = unified_diff(old, new, f"a/{name}" if before else "/dev/null", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
