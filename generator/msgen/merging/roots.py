"""Which repository a file belongs to, where one stands inside another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgen.rendering.tree import File, Tree


def by_root(tree: Mapping[str, File], roots: Iterable[str]) -> dict[str, Tree]:
    """Each file with the innermost root above it, by its path relative to that."""
    parts: dict[str, dict[str, File]] = {root: {} for root in sorted(roots)}
    for path, file in tree.items():
        root = _root_of(path, parts)
        if root is not None:
            parts[root][_relative(path, root)] = file
    return {root: Tree(files) for root, files in parts.items()}


def apart(trees: Iterable[Tree], folders: Sequence[str], roots: Collection[str]) -> Iterator[Tree]:
    """The tree of each of these folders, by paths relative to it, as they come.

    What one writes into a root inside it goes to the tree of that root, if it comes later; else nowhere.
    """
    aside: dict[str, Tree] = {}
    for folder, tree in zip(folders, trees, strict=True):
        inner = [root for root in roots if root != folder and root.startswith(f"{folder}/" if folder else "")]
        parts = by_root(tree, [folder, *inner]) if inner else {folder: tree.below(folder)}
        own = parts.pop(folder)
        yield own | aside.pop(folder, Tree())
        aside |= {root: part for root, part in parts.items() if part}


def _root_of(path: str, roots: Collection[str]) -> str | None:
    folder = path.rpartition("/")[0]
    while folder and folder not in roots:
        folder = folder.rpartition("/")[0]
    return folder if folder in roots else None


def _relative(path: str, root: str) -> str:
    return path.removeprefix(f"{root}/") if root else path
