"""Which repository gets a file where one stands inside another."""

from __future__ import annotations

from msgen.merging.roots import apart
from msgen.rendering.tree import REGULAR, File, Tree

FOLDERS = ["", "services/a", "services/b"]


def tree(*paths: str) -> Tree:
    return Tree({path: File(path.encode(), REGULAR, "G") for path in paths})


def test_each_repository_gets_its_own_files_by_paths_relative_to_it() -> None:
    trees = [tree("README.md"), tree("services/a/x/y.py"), tree("services/b/z.py")]

    assert [list(each) for each in apart(trees, FOLDERS, FOLDERS)] == [["README.md"], ["x/y.py"], ["z.py"]]


def test_what_the_system_writes_into_a_service_belongs_to_that_service() -> None:
    trees = [tree("README.md", "services/b/extra.txt"), tree("services/a/x.py"), tree("services/b/z.py")]

    assert [list(each) for each in apart(trees, FOLDERS, FOLDERS)] == [["README.md"], ["x.py"], ["extra.txt", "z.py"]]


def test_what_the_system_writes_into_a_service_that_is_not_rendered_goes_nowhere() -> None:
    assert [list(each) for each in apart([tree("README.md", "services/b/extra.txt")], [""], FOLDERS)] == [["README.md"]]
