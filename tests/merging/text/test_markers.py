from __future__ import annotations

from msgen.merging.text import Labels, has_markers, is_binary, merge_text, open_regions, settle, similarity

LABELS = Labels("yours", "blueprint 1.4")
REGION = merge_text(b"a\nb\nc\n", b"a\nmine\nc\n", b"a\nnew\nc\n", path="x").inline(LABELS)


def test_a_region_counts_until_its_markers_are_gone() -> None:
    assert open_regions(REGION + REGION, LABELS) == 2
    assert open_regions(REGION.replace(b"<<<<<<< yours\n", b""), LABELS) == 1
    assert open_regions(REGION.replace(b">>>>>>> blueprint 1.4\n", b""), LABELS) == 1
    assert not has_markers(b"a\nmine\nnew\nc\n", LABELS)


def test_text_that_looks_like_markers_is_not_counted() -> None:
    assert not has_markers(b"<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> main\n", LABELS)
    assert not has_markers(b"Heading\n=======\n\n|||||||\n", LABELS)
    assert not has_markers(b'text = """\n<<<<<<< yours\n"""\n', LABELS)
    assert not has_markers(b"    " + REGION.replace(b"\n", b"\n    "), LABELS)


def test_regions_of_another_version_are_not_counted() -> None:
    assert open_regions(REGION, Labels("mine", "blueprint 1.5")) == 0


def test_regions_in_a_file_with_windows_endings_are_counted() -> None:
    result = merge_text(b"a\r\nb\r\n", b"a\r\nmine\r\n", b"a\r\nnew\r\n", path="x").inline(LABELS)

    assert result == b"a\r\n<<<<<<< yours\r\nmine\r\n|||||||\r\nb\r\n=======\r\nnew\r\n>>>>>>> blueprint 1.4\r\n"
    assert open_regions(result, LABELS) == 1


def test_a_side_can_be_taken_from_the_regions_of_a_file() -> None:
    both = REGION + b"<<<<<<< HEAD\n" + REGION

    assert settle(both, LABELS, "yours") == b"a\nmine\nc\n<<<<<<< HEAD\na\nmine\nc\n"
    assert settle(both, LABELS, "theirs") == b"a\nnew\nc\n<<<<<<< HEAD\na\nnew\nc\n"
    assert settle(both, LABELS, "union") == b"a\nmine\nnew\nc\n<<<<<<< HEAD\na\nmine\nnew\nc\n"


def test_taking_a_side_leaves_what_is_no_whole_region() -> None:
    torn = REGION.replace(b"=======\n", b"")

    assert settle(torn, LABELS, "theirs") == torn


def test_similarity_is_the_share_of_common_lines_in_the_larger_content() -> None:
    assert similarity(b"", b"") == 1.0
    assert similarity(b"a\n", b"") == 0.0
    assert similarity(b"a\nb\n", b"b\na\n") == 1.0
    assert similarity(b"a\nb\nc\nd\n", b"a\nb\n") == 0.5


def test_contents_with_a_zero_byte_are_binary() -> None:
    assert is_binary(b"\x89PNG\x00")
    assert not is_binary("größe".encode("latin-1"))
    assert not is_binary(b"")
