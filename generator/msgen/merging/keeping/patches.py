"""Differences as git writes them, so that `git apply` and people who know git can read them."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.merging.lock import git_mode
from msgen.merging.text import is_binary
from msgen.merging.text.unified import with_names
from msgen.merging.threeway.trio import Version

NOTHING = "/dev/null"


def patch(old: Version | None, new: Version | None) -> bytes:
    """From one version of a file to another one; None stands for no file. Empty where there is no difference."""
    if old is None or new is None:
        return _only(old, new)
    if old.is_link != new.is_link:
        return _only(old, None) + _only(None, new)
    if old == new:
        return b""
    return _header(old, new, _changes(old, new)) + _content(old, new)


def _only(old: Version | None, new: Version | None) -> bytes:
    """A file that comes into being, or goes."""
    if old is not None:
        return _header(old, old, [f"deleted file mode {git_mode(old.mode)}"]) + _content(old, None)
    if new is not None:
        return _header(new, new, [f"new file mode {git_mode(new.mode)}"]) + _content(None, new)
    return b""


def _header(old: Version, new: Version, lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in (f"diff --git a/{old.path} b/{new.path}", *lines)).encode(
        errors="surrogateescape"
    )


def _changes(old: Version, new: Version) -> list[str]:
    return list(_mode_lines(old, new)) + list(_rename_lines(old, new))


def _mode_lines(old: Version, new: Version) -> Iterator[str]:
    if old.mode != new.mode:
        yield f"old mode {git_mode(old.mode)}"
        yield f"new mode {git_mode(new.mode)}"


def _rename_lines(old: Version, new: Version) -> Iterator[str]:
    if old.path != new.path:
        yield f"rename from {old.path}"
        yield f"rename to {new.path}"


def _content(old: Version | None, new: Version | None) -> bytes:
    before, after = (version.content if version else b"" for version in (old, new))
    names = f"a/{old.path}" if old else NOTHING, f"b/{new.path}" if new else NOTHING
    if before == after:
        return b""
    if is_binary(before) or is_binary(after):
        return f"Binary files {names[0]} and {names[1]} differ\n".encode(errors="surrogateescape")
    return with_names(*names, before, after)
