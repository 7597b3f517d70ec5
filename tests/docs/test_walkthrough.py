"""The checker of pages finds what a page says wrongly."""

from pathlib import Path

import pytest
from expectation import difference
from pages import Block
from walkthrough import Walkthrough, commands, tree_paths


def console(text: str, **marks: str) -> Block:
    return Block("console", text, marks, "page.md:1")


def test_a_command_is_read_with_what_is_shown_below_it() -> None:
    text = "$ echo one\none\n$ curl -s \\\n    url\n{}\n"
    assert list(commands(text)) == [("echo one", "one\n"), ("curl -s \\\n    url", "{}\n")]


def test_ports_ids_and_times_may_differ_from_run_to_run() -> None:
    shown = '{"id":"3ed8b514-158e-48a6-b544-ee06aa960ed4"} on 24820\nduration_ms=1.5\n'
    said = '{"id":"11111111-2222-3333-4444-555555555555"} on 26754\nduration_ms=88.25\n'
    assert difference(shown, said) == ""


def test_three_dots_stand_for_lines_that_a_page_leaves_out() -> None:
    assert difference("a\n...\nd\n", "a\nb\nc\nd\n") == ""
    assert "-d" in difference("a\n...\nd\n", "a\nb\nc\n")


def test_another_output_is_an_error_that_shows_both(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"page\.md:1.*\n.*\n.*\n.*\n-two\n\+one"):
        Walkthrough(tmp_path).follow([console("$ echo one\ntwo\n")])


def test_a_command_that_fails_is_an_error_unless_the_page_says_so(tmp_path: Path) -> None:
    Walkthrough(tmp_path).follow([console("$ exit 3\n", exit="3")])
    with pytest.raises(AssertionError, match="ended with 3"):
        Walkthrough(tmp_path).follow([console("$ exit 3\n")])


def test_a_path_of_a_tree_is_below_the_line_that_it_is_indented_under(tmp_path: Path) -> None:
    tree = "shop/\n  msgen.yaml      the spec\n  services/\n    orders/    one\n"
    assert list(tree_paths(tree)) == ["shop/", "shop/msgen.yaml", "shop/services/", "shop/services/orders/"]
    with pytest.raises(AssertionError, match=r"not there: shop/, shop/msgen\.yaml"):
        Walkthrough(tmp_path).follow([Block("text", tree, {"tree": ""}, "page.md:1")])


def test_a_target_that_make_does_not_know_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="deploy"):
        Walkthrough(tmp_path).follow([Block("sh", "make deploy   # to the moon\n", {}, "page.md:1")])
