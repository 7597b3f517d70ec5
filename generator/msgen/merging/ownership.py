"""Which files of people may already stand where `msgen new` writes, and stay theirs."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from msgen.merging.destination import Existing
from msgen.rendering.tree import Tree

MAY_STAND_THERE = (
    "msgen.yaml",
    "contexts/*",
    "contracts/*",
    "rules/*",
    ".git*",
    "LICENSE*",
    "README*",
    "import-report*",
)
"""At the system's root; `*` crosses `/` in these."""


def stays(tree: Tree, yours: Mapping[str, Existing], *, home: str = "") -> frozenset[str]:
    """Generated files that are already there, differently, and may: they stay and belong to people."""
    return frozenset(
        path
        for path, file in tree.items()
        if file.owner in ("G", "H", "A") and path in yours and stands_rightly(path, yours[path], home=home)
        if not yours[path].equals(file)
    )


def stands_rightly(path: str, existing: Existing, *, home: str = "") -> bool:
    if existing.obstacle:
        return False
    inside = path.removeprefix(f"{home}/") if home else path
    if inside.startswith("contracts/generated/"):
        return False
    return any(fnmatchcase(inside, pattern) and _same_level(inside, pattern) for pattern in MAY_STAND_THERE)


def _same_level(path: str, pattern: str) -> bool:
    """`LICENSE*` and `README*` mean files of the root, `.git*` also `.github/` and all below."""
    return "/" in pattern or pattern == ".git*" or "/" not in path
