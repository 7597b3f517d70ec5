"""What both sides append is a conflict, but where a blueprint declares that it is not."""

from __future__ import annotations

from msgen.merging.text import Anchor, Merged, merge_text

ROUTES = Anchor("*/routes.py", "# Routes.")
BASE = b"ROUTES = [\n    # Routes.\n    first,\n]\n\nOTHERS = [\n    last,\n]\n"


def merged(yours: bytes, theirs: bytes, base: bytes = BASE, path: str = "src/routes.py") -> Merged:
    return merge_text(base, yours, theirs, path=path, anchors=[ROUTES])


def test_additions_of_both_at_an_anchor_are_both_there() -> None:
    result = merged(BASE.replace(b"first,\n", b"first,\n    mine,\n"), BASE.replace(b"first,\n", b"first,\n    new,\n"))

    assert result.content == BASE.replace(b"first,\n", b"first,\n    mine,\n    new,\n")
    assert (result.how, result.applied) == ("union", 1)


def test_what_both_append_at_the_end_merges_behind_an_anchor() -> None:
    base = b"import os\n\n# Routes.\n"

    assert merged(base + b"mine()", base + b"new()\n", base).content == base + b"mine()\nnew()\n"


def test_additions_elsewhere_in_the_file_clash() -> None:
    yours, theirs = (BASE.replace(b"last,\n", b"last,\n    %s,\n" % name) for name in (b"mine", b"new"))

    assert merged(yours, theirs).clashes == 1


def test_changes_at_an_anchor_clash() -> None:
    assert merged(BASE.replace(b"first", b"mine"), BASE.replace(b"first", b"new")).clashes == 1


def test_an_anchor_concerns_the_files_it_names() -> None:
    yours, theirs = (BASE.replace(b"first,\n", b"first,\n    %s,\n" % name) for name in (b"mine", b"new"))

    assert merged(yours, theirs, path="src/other.py").clashes == 1
