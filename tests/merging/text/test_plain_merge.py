"""Merging by lines: the situations of an update that concern one file's text."""

from __future__ import annotations

import time

import pytest

from msgen.merging.text import Clash, Labels, Merged, diff3, merge_text, unified

LABELS = Labels("yours", "blueprint 1.4")
BASE = b"one\ntwo\nthree\nfour\nfive\nsix\nseven\n"


def merged(base: bytes, yours: bytes, theirs: bytes) -> Merged:
    return merge_text(base, yours, theirs, path="src/orders/notes.txt")


def clashes(result: Merged) -> list[Clash]:
    return [part for part in result.parts if isinstance(part, Clash)]


def test_without_edits_the_result_is_theirs() -> None:
    theirs = BASE.replace(b"two", b"TWO").replace(b"six\n", b"")

    result = merged(BASE, BASE, theirs)

    assert (result.content, result.how, result.applied) == (theirs, "lines", 2)


def test_the_same_line_changed_twice_shows_both_versions() -> None:
    result = merged(BASE, BASE.replace(b"four", b"mine"), BASE.replace(b"four", b"new"))

    assert result.inline(LABELS) == (
        b"one\ntwo\nthree\n<<<<<<< yours\nmine\n|||||||\nfour\n=======\nnew\n>>>>>>> blueprint 1.4\nfive\nsix\nseven\n"
    )


def test_neighbouring_lines_changed_by_one_side_each_clash() -> None:
    (clash,) = clashes(merged(BASE, BASE.replace(b"three", b"mine"), BASE.replace(b"four", b"new")))

    assert (clash.base, clash.yours, clash.theirs) == (b"three\nfour\n", b"mine\nfour\n", b"three\nnew\n")


def test_changes_two_lines_apart_merge() -> None:
    result = merged(BASE, BASE.replace(b"three", b"mine"), BASE.replace(b"five", b"new"))

    assert result.content == b"one\ntwo\nmine\nfour\nnew\nsix\nseven\n"


def test_a_function_added_in_the_middle_stays() -> None:
    base = b"import os\n\n\ndef first():\n    pass\n\n\ndef last():\n    pass\n"
    yours = base.replace(b"def last", b"def mine():\n    pass\n\n\ndef last")
    theirs = base.replace(b"import os", b"import sys")

    assert merged(base, yours, theirs).content == yours.replace(b"import os", b"import sys")


def test_what_both_append_at_the_end_clashes() -> None:
    result = merged(BASE, BASE + b"mine\n", BASE + b"new\n")

    assert result.inline(LABELS) == BASE + (b"<<<<<<< yours\nmine\n|||||||\n=======\nnew\n>>>>>>> blueprint 1.4\n")


def test_a_deletion_against_an_edit_shows_the_edit() -> None:
    (clash,) = clashes(merged(BASE, BASE.replace(b"three\nfour\n", b""), BASE.replace(b"four", b"new")))

    assert (clash.base, clash.yours, clash.theirs) == (b"three\nfour\n", b"", b"three\nnew\n")


def test_blocks_that_a_person_reordered_keep_their_order() -> None:
    base = b"head\n\n[one]\na = 1\nb = 2\n\n[two]\nc = 3\nd = 4\n\ntail\nend\n"
    yours = b"head\n\n[two]\nc = 3\nd = 4\n\n[one]\na = 1\nb = 2\n\ntail\nend\n"

    assert merged(base, yours, base.replace(b"end", b"END")).content == yours.replace(b"end", b"END")


def test_changes_that_fit_are_applied_and_each_other_one_is_a_region_of_its_own() -> None:
    base = b"".join(b"line %d\n" % number for number in range(30))
    yours = base.replace(b"line 5\n", b"mine 5\n").replace(b"line 20\n", b"mine 20\n")
    theirs = yours.replace(b"mine", b"new").replace(b"line 12\n", b"new 12\n")

    result = merged(base, yours, theirs)

    assert (result.clashes, result.applied) == (2, 1)
    assert result.ours() == yours.replace(b"line 12\n", b"new 12\n")


def test_the_same_change_on_both_sides_is_there_once() -> None:
    changed = BASE.replace(b"four\n", b"new\nnewer\n")

    result = merged(BASE, changed, changed)

    assert (result.content, result.applied) == (changed, 0)


def test_what_both_sides_of_a_clash_have_in_common_stands_outside_its_region() -> None:
    base, yours, theirs = b"a\nb\nc\n", b"a\nnew\nmine\nx\nc\n", b"a\nnew\ntheir\nx\nc\n"

    assert merged(base, yours, theirs).inline(LABELS) == (
        b"a\nnew\n<<<<<<< yours\nmine\n|||||||\nb\n=======\ntheir\n>>>>>>> blueprint 1.4\nx\nc\n"
    )


def test_a_path_added_by_both_is_a_clash_with_an_empty_base() -> None:
    result = merged(b"", b"mine\n", b"new\n")

    assert result.inline(LABELS) == b"<<<<<<< yours\nmine\n|||||||\n=======\nnew\n>>>>>>> blueprint 1.4\n"


def test_bytes_that_are_no_text_in_any_encoding_survive() -> None:
    base = b"caf\xe9\nx\ny\nz\n\xff\xfe\n"

    result = merged(base, base.replace(b"x", b"gr\xfc\xdfe"), base.replace(b"z", b"\xc3("))

    assert result.content == b"caf\xe9\ngr\xfc\xdfe\ny\n\xc3(\n\xff\xfe\n"


def test_a_last_line_without_ending_is_never_glued_to_another() -> None:
    result = merged(b"a", b"mine", b"a\nnew")

    assert result.inline(LABELS) == b"<<<<<<< yours\nmine\n|||||||\na\n=======\na\nnew\n>>>>>>> blueprint 1.4\n"
    assert result.union() == b"mine\na\nnew"


def test_each_side_of_a_clash_can_be_taken() -> None:
    result = merged(BASE, BASE.replace(b"four", b"mine"), BASE.replace(b"four", b"new"))

    assert result.ours() == BASE.replace(b"four", b"mine")
    assert result.theirs() == BASE.replace(b"four", b"new")
    assert result.union() == BASE.replace(b"four", b"mine\nnew")


def test_a_merge_with_clashes_has_no_content() -> None:
    with pytest.raises(ValueError, match="clashes"):
        _ = merged(b"a\n", b"b\n", b"c\n").content


def test_rejects_hold_only_the_changes_that_were_not_applied() -> None:
    yours = BASE.replace(b"six", b"mine")
    theirs = BASE.replace(b"one", b"ONE").replace(b"six", b"new")

    assert merged(BASE, yours, theirs).rejects("notes.txt") == (
        b"--- a/notes.txt\n+++ b/notes.txt\n@@ -3,5 +3,5 @@\n three\n four\n five\n-six\n+new\n seven\n"
    )


def test_a_clean_merge_has_no_rejects() -> None:
    assert merged(BASE, BASE, BASE.replace(b"one", b"ONE")).rejects("notes.txt") == b""


def test_a_patch_says_where_a_last_line_has_no_ending() -> None:
    assert unified("a", b"x", b"x\n") == (b"--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n")
    assert unified("a", b"", b"x\n") == b"--- a/a\n+++ b/a\n@@ -0,0 +1 @@\n+x\n"


def test_any_sequences_can_be_merged() -> None:
    kinds = [chunk.kind for chunk in diff3((1, 2, 3, 4, 5), (1, 9, 3, 4, 5), (1, 2, 3, 4, 8))]

    assert kinds == ["same", "yours", "same", "theirs"]


def test_long_files_that_differ_everywhere_take_seconds_at_most() -> None:
    base = [b"line %d\n" % (number * 7919 % 10) for number in range(20_000)]
    yours = [line.upper() if at % 3 else line for at, line in enumerate(base)]
    started = time.process_time()

    merged(b"".join(base), b"".join(yours), b"".join(reversed(base)))

    assert time.process_time() - started < 20
