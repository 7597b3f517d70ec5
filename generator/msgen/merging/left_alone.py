"""`.msgenignore`: the paths that people want msgen to keep away from, in the syntax of `.gitignore`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pathspec import GitIgnoreSpec

MSGENIGNORE = ".msgenignore"


def left_alone(destination: Path, home: str, folder: str) -> Callable[[str], bool]:
    """Whether a path of the repository in `folder` is named by its own file, or by that of the system around it.

    `home` and `folder` are below the destination; the paths are relative to the folder.
    """
    own = _spec(destination / folder)
    if folder == home or not _is_inside(folder, home):
        return own.match_file
    around, inside = _spec(destination / home), folder.removeprefix(f"{home}/")
    return lambda path: own.match_file(path) or around.match_file(f"{inside}/{path}")


def _is_inside(folder: str, home: str) -> bool:
    return not home or folder.startswith(f"{home}/")


def _spec(root: Path) -> GitIgnoreSpec:
    try:
        lines = (root / MSGENIGNORE).read_text("utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    return GitIgnoreSpec.from_lines(lines)
