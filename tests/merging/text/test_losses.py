"""The last look at a merge: is every line that a person wrote still there?"""

from __future__ import annotations

from msgen.merging.text import lost_lines

BASE = b'select = ["E"]\nname = "a"\n'
YOURS = b'select = ["E", "MINE"]\nname =   "a"\nown = 1\n'


def test_a_line_that_is_gone_is_lost() -> None:
    assert lost_lines(BASE, YOURS, [BASE], how="lines", path="a.txt") == sorted(
        [b'select = ["E", "MINE"]', b'name =   "a"', b"own = 1"]
    )


def test_a_line_in_any_of_the_results_is_not_lost() -> None:
    assert lost_lines(BASE, YOURS, [BASE, YOURS], how="lines", path="a.txt") == []


def test_where_layout_does_not_count_a_line_is_there_if_what_it_says_is() -> None:
    result = b'select = ["E", "NEW", "MINE"]\nname = "a"\nown = 1\n'

    assert lost_lines(BASE, YOURS, [result], how="structure", path="a.toml") == []
    assert lost_lines(BASE, YOURS, [BASE], how="structure", path="a.toml") == [b"own = 1", b'select = ["E", "MINE"]']
