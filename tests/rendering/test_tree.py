from __future__ import annotations

import pytest

from msgen.rendering.errors import PathRejected
from msgen.rendering.tree import REGULAR, SYMLINK, File, Tree, join


def tree(*paths: str) -> Tree:
    return Tree({path: File(path.encode(), REGULAR, "G") for path in paths})


def test_a_tree_is_sorted_however_it_was_built() -> None:
    assert list(tree("b", "a/z", "a-b", "a/b")) == ["a-b", "a/b", "a/z", "b"]


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../up", "a/../b", "a//b", "./a", "a\\b", "a/.git/config", ".GIT/x", "a\0b"]
)
def test_a_path_that_is_not_inside_the_output_is_refused(path: str) -> None:
    with pytest.raises(PathRejected):
        tree(path)


@pytest.mark.parametrize("paths", [("a", "a/b"), ("Readme", "README"), ("Docs/a", "docs/b"), ("straße", "STRASSE")])
def test_paths_that_cannot_stand_side_by_side_are_refused(paths: tuple[str, str]) -> None:
    with pytest.raises(PathRejected):
        tree(*paths)


@pytest.mark.parametrize("target", ["/etc/hosts", "../x", "../../x"])
def test_a_link_out_of_the_tree_is_refused(target: str) -> None:
    with pytest.raises(PathRejected):
        Tree(
            {"a/link": File(target.encode(), SYMLINK, "G")}
            if target != "../x"
            else {"link": File(target.encode(), SYMLINK, "G")}
        )


def test_a_link_to_a_neighbour_is_allowed() -> None:
    assert Tree({"a/link": File(b"../b", SYMLINK, "G")})["a/link"].content == b"../b"


def test_joining_trees_that_share_a_path_is_an_error() -> None:
    with pytest.raises(PathRejected, match="`a` is written twice"):
        tree("a") | tree("a", "b")


def test_moving_under_a_folder_and_taking_what_is_below_it_are_inverse() -> None:
    parts = tree("a", "b/c")

    assert parts.under("services/orders").below("services/orders") == parts
    assert join([parts, parts.under("x")]).below("x") == parts
