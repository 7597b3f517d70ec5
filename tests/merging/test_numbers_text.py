"""What people write into the file of numbers stays there."""

from __future__ import annotations

from msgen.contracts.numbers import Numbers, write_numbers
from msgen.contracts.numbers_file import read_numbers
from msgen.merging.numbers_text import numbers_text

FIRST = "orders.Order:\n  1: id\n  2: total\n"
MORE = "orders.Order:\n  1: id\n  2: total\n  3: note\norders.Other:\n  1: id\n"


def numbers(text: str) -> Numbers:
    return read_numbers(text)


def test_a_comment_stays_where_nothing_is_added() -> None:
    written = write_numbers(numbers(FIRST)) + "# Ask the data team first.\n"

    assert numbers_text(numbers(FIRST), written, numbers(FIRST)) == written.encode()


def test_a_comment_stays_where_something_is_added_beside_it() -> None:
    written = write_numbers(numbers(FIRST)).replace("  2: total\n", "  2: total  # with tax\n  # Ask first.\n")
    text = numbers_text(numbers(MORE), written, numbers(FIRST)).decode()

    assert "total  # with tax" in text
    assert "# Ask first." in text
    assert numbers(text) == numbers(MORE)


def test_without_a_file_it_is_written_afresh() -> None:
    assert numbers_text(numbers(MORE), None, Numbers()) == write_numbers(numbers(MORE)).encode()
