"""What holds for every three texts."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from msgen.merging.text import Clash, Labels, lost_lines, merge_text, open_regions, settle

LABELS = Labels("yours", "blueprint 1.4")
PATHS = st.sampled_from(["notes.txt", "a.py", "a.yaml", "a.json", "pyproject.toml", "requirements.txt"])

plain_lines = st.sampled_from([b"a", b"b", b"c", b"d", b"e", b"f", b"", b"}"])
odd_lines = st.one_of(
    plain_lines,
    st.sampled_from([b"a ", b"a\t", b"a\r", b"=======", b"<<<<<<< HEAD", b"k: 1", b"k: [1, 2]", b"- k", b"  - k: v"]),
    st.sampled_from(
        [b"x = 1", b"x = (1)", b"if x:", b"    y()", b"[t]", b'x = ["a",', b'  "b",', b"]", b"{", b'"k": 1,']
    ),
    st.sampled_from(
        [b"# c", b"  # c", b"a==1", b"a>=2 # c", b'"""', b"\xff\xfe", b"\xc3\xa9", b"&a *a", b"\x0c", b"\x0b"]
    ),
    st.binary(max_size=6).map(lambda text: text.replace(b"\n", b"")),
)


def texts(lines: st.SearchStrategy[bytes], size: int = 12) -> st.SearchStrategy[bytes]:
    return st.builds(
        lambda rows, end: b"\n".join(rows) + end, st.lists(lines, max_size=size), st.sampled_from([b"\n", b""])
    )


plain, odd = texts(plain_lines), texts(odd_lines)


@settings(deadline=None)
@given(odd, odd, PATHS)
def test_a_side_that_did_not_change_gives_way_to_the_other(base: bytes, other: bytes, path: str) -> None:
    assert merge_text(base, base, other, path=path).content == other
    assert merge_text(base, other, base, path=path).content == other
    assert merge_text(base, other, other, path=path).content == other


@settings(max_examples=500, deadline=None)
@given(odd, odd, odd, PATHS)
@example(b"", b"", b"", "a.yaml")
@example(b"[" * 3000, b"[" * 3001, b"[" * 3002, "a.json")
@example(b"- " * 3000, b"- " * 3001, b"- " * 3002, "a.yaml")
@example(b"(" * 300, b"(" * 301, b"(" * 302, "a.py")
def test_no_line_of_yours_is_ever_lost(base: bytes, yours: bytes, theirs: bytes, path: str) -> None:
    merged = merge_text(base, yours, theirs, path=path)

    assert lost_lines(base, yours, [merged.ours()], how=merged.how, path=path) == []
    assert (merged.at_stake == 0) is (merged.clashes == 0)


@settings(max_examples=300, deadline=None)
@given(plain, plain, plain)
def test_a_plain_merge_loses_no_line_of_either_side(base: bytes, yours: bytes, theirs: bytes) -> None:
    merged = merge_text(base, yours, theirs, path="notes.txt")
    clashes = [part for part in merged.parts if isinstance(part, Clash)]
    text = [part for part in merged.parts if isinstance(part, bytes)]

    def rows(*parts: bytes) -> set[bytes]:
        return {row for part in parts for row in part.split(b"\n")} - {b""}

    assert rows(yours) - rows(base) <= rows(*text, *(clash.yours for clash in clashes))
    assert rows(theirs) - rows(base) <= rows(*text, *(clash.theirs for clash in clashes))


@settings(max_examples=300, deadline=None)
@given(plain, plain, plain)
def test_it_does_not_matter_for_a_conflict_which_side_is_whose(base: bytes, yours: bytes, theirs: bytes) -> None:
    one, other = (merge_text(base, *sides, path="notes.txt") for sides in ((yours, theirs), (theirs, yours)))

    assert one.clashes == other.clashes
    assert one.ours() == other.theirs()


@settings(max_examples=300, deadline=None)
@given(odd, odd, odd, PATHS)
def test_merging_again_from_their_version_changes_nothing(base: bytes, yours: bytes, theirs: bytes, path: str) -> None:
    shown = merge_text(base, yours, theirs, path=path).inline(LABELS)

    assert merge_text(theirs, shown, theirs, path=path).content == shown


@settings(max_examples=300, deadline=None)
@given(plain, plain, plain)
def test_regions_in_the_file_are_the_clashes_and_each_side_can_be_taken(
    base: bytes, yours: bytes, theirs: bytes
) -> None:
    merged = merge_text(base, yours, theirs, path="notes.txt")
    shown = merged.inline(LABELS)

    assert open_regions(shown, LABELS) == merged.clashes
    assert settle(shown, LABELS, "yours").rstrip(b"\n") == merged.ours().rstrip(b"\n")
    assert settle(shown, LABELS, "theirs").rstrip(b"\n") == merged.theirs().rstrip(b"\n")
    assert settle(shown, LABELS, "union").rstrip(b"\n") == merged.union().rstrip(b"\n")


@given(plain, plain, plain)
def test_rejects_are_empty_exactly_when_all_was_applied(base: bytes, yours: bytes, theirs: bytes) -> None:
    merged = merge_text(base, yours, theirs, path="notes.txt")
    changes = any(part.theirs != part.base for part in merged.parts if isinstance(part, Clash))

    assert bool(merged.rejects("notes.txt")) is changes
