"""Edits of line endings and whitespace are nobody's conflict, and stay."""

from __future__ import annotations

from msgen.merging.text import Labels, Merged, merge_text

BASE = b"one\ntwo\nthree\nfour\nfive\nsix\n"


def merged(base: bytes, yours: bytes, theirs: bytes) -> Merged:
    return merge_text(base, yours, theirs, path="notes.txt")


def test_a_file_converted_to_windows_endings_takes_their_change_and_stays_so() -> None:
    yours = BASE.replace(b"\n", b"\r\n").replace(b"six", b"mine")

    result = merged(BASE, yours, BASE.replace(b"two", b"new\nnewer"))

    assert (result.content, result.how) == (yours.replace(b"two", b"new\r\nnewer"), "whitespace")


def test_trailing_whitespace_stays_beside_their_change() -> None:
    yours = BASE.replace(b"two\n", b"two  \n").replace(b"four\n", b"four\t\n")

    result = merged(BASE, yours, BASE.replace(b"three", b"new"))

    assert result.content == b"one\ntwo  \nnew\nfour\t\nfive\nsix\n"


def test_a_line_that_they_changed_is_theirs_where_yours_only_has_other_whitespace() -> None:
    result = merged(BASE, BASE.replace(b"two\n", b"two \n"), BASE.replace(b"two", b"new"))

    assert result.content == BASE.replace(b"two", b"new")


def test_their_trailing_whitespace_is_taken_where_yours_has_the_line_as_it_was() -> None:
    yours = BASE.replace(b"three\n", b"three \n")
    theirs = BASE.replace(b"two\n", b"two  \n").replace(b"six", b"new")

    assert merged(BASE, yours, theirs).content == b"one\ntwo  \nthree \nfour\nfive\nnew\n"


def test_a_missing_last_ending_is_kept() -> None:
    result = merged(BASE, BASE[:-1], BASE.replace(b"five", b"new"))

    assert (result.content, result.how) == (BASE.replace(b"five", b"new")[:-1], "whitespace")


def test_a_missing_last_ending_is_kept_behind_lines_that_they_append() -> None:
    assert merged(BASE, BASE[:-1], BASE + b"seven\n").content == BASE + b"seven"


def test_a_last_ending_that_they_removed_is_removed() -> None:
    yours = BASE.replace(b"six", b"six ")

    assert merged(BASE, yours, BASE[:-1]).content == yours[:-1]


def test_a_line_changed_twice_is_the_only_clash_in_a_file_with_other_endings() -> None:
    yours = BASE.replace(b"\n", b"\r\n").replace(b"two", b"mine")

    result = merged(BASE, yours, BASE.replace(b"two", b"new").replace(b"five", b"newer"))

    assert result.inline(Labels("yours", "blueprint 1.4")) == (
        b"one\r\n<<<<<<< yours\r\nmine\r\n|||||||\r\ntwo\r\n=======\r\nnew\r\n>>>>>>> blueprint 1.4\r\n"
        b"three\r\nfour\r\nnewer\r\nsix\r\n"
    )
    assert result.rejects("notes.txt").startswith(
        b"--- a/notes.txt\n+++ b/notes.txt\n@@ -1,5 +1,5 @@\n one\r\n-two\r\n"
    )
