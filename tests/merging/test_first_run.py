from __future__ import annotations

import pytest
from sample_trees import file

from msgen.merging.destination import Existing
from msgen.merging.first_run import merge
from msgen.merging.report import counts_line, summary
from msgen.rendering.tree import EXECUTABLE, REGULAR, File, Tree

OLD, MINE, NEW = file("old\n"), file("mine\n"), file("new\n")


def existing(each: File) -> Existing:
    return Existing(each.content, each.mode)


def action(base: File | None, yours: Existing | None, theirs: File, path: str = "src/a.py") -> str:
    found = {} if yours is None else {path: yours}
    (change,) = merge(Tree({path: base} if base else {}), found, Tree({path: theirs})).changes
    return change.action


def test_what_is_not_there_is_created() -> None:
    assert action(None, None, NEW) == "create"


def test_what_is_there_already_is_identical() -> None:
    assert action(None, existing(NEW), NEW) == "identical"


def test_another_mode_is_not_identical() -> None:
    assert action(None, Existing(NEW.content, EXECUTABLE), NEW) == "conflict"


def test_a_foreign_file_is_in_the_way() -> None:
    assert action(None, existing(MINE), NEW) == "conflict"


def test_a_folder_where_a_file_should_be_is_in_the_way() -> None:
    assert action(None, Existing(b"", 0, obstacle="src/a.py"), NEW) == "conflict"


def test_what_nobody_touched_since_is_updated() -> None:
    assert action(OLD, existing(OLD), NEW) == "update"


def test_what_msgen_would_not_change_is_kept_as_edited() -> None:
    assert action(OLD, existing(MINE), OLD) == "keep"


def test_what_both_changed_is_a_conflict() -> None:
    assert action(OLD, existing(MINE), NEW) == "conflict"


def test_what_both_changed_alike_is_identical() -> None:
    assert action(OLD, existing(NEW), NEW) == "identical"


def test_msgens_own_folder_is_always_written_whole() -> None:
    assert action(None, existing(MINE), file("{}\n", "R"), ".msgen/lock.json") == "update"
    assert action(None, existing(MINE), NEW, "services/orders/.msgen/.gitignore") == "update"


@pytest.mark.parametrize(
    "path", ["README.md", "README", "LICENSE", ".gitignore", ".github/workflows/ci.yml", ".gitlab-ci.yml"]
)
def test_what_a_new_repository_already_has_stays(path: str) -> None:
    assert action(None, existing(MINE), NEW, path) == "keep"


@pytest.mark.parametrize(
    "path", ["services/orders/README.md", "Makefile", "contracts/generated/orders/a.proto", "docs/README.md"]
)
def test_the_same_names_elsewhere_are_in_the_way(path: str) -> None:
    assert action(None, existing(MINE), NEW, path) == "conflict"


def test_in_multi_repo_the_allowed_names_are_those_of_the_system_repository() -> None:
    paths = ("shop/README.md", "orders/README.md")

    changes = merge(
        Tree(), {path: existing(MINE) for path in paths}, Tree({path: NEW for path in paths}), home="shop"
    ).changes

    assert {change.path: change.action for change in changes} == {
        "shop/README.md": "keep",
        "orders/README.md": "conflict",
    }


def test_an_input_is_created_or_identical_or_another_spec() -> None:
    spec = File(b"msgen: 1\n", REGULAR, "I")

    assert action(None, None, spec, "msgen.yaml") == "create"
    assert action(None, existing(spec), spec, "msgen.yaml") == "identical"
    assert action(None, existing(MINE), spec, "msgen.yaml") == "conflict"


def test_an_input_that_was_read_may_be_written_again() -> None:
    numbers = File(b"orders.Order: {id: 1}\n", REGULAR, "I")

    assert action(OLD, existing(OLD), numbers, "contracts/numbers.yaml") == "update"


def test_the_summary_has_a_line_per_path_that_matters_and_all_counts() -> None:
    theirs = Tree({"README.md": NEW, "a.py": NEW, "b.py": NEW, "c.py": NEW, "d.py": NEW})
    yours = {path: existing(each) for path, each in {"README.md": MINE, "b.py": NEW, "c.py": MINE}.items()}

    assert summary(merge(Tree(), yours, theirs)).splitlines() == [
        "    keep  README.md",
        "  create  a.py",
        "conflict  c.py",
        "  create  d.py",
        "2 create, 1 conflict, 1 keep, 1 identical",
    ]
    assert counts_line({}) == "nothing to do"
