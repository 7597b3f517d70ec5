"""The text of `contracts/numbers.yaml`: msgen adds to it, and leaves in it what people wrote beside."""

from __future__ import annotations

from msgen.contracts.numbers import Numbers, write_numbers
from msgen.contracts.numbers_file import FILE, read_numbers
from msgen.diagnostics import SpecError
from msgen.merging.text import merge_text


def numbers_text(numbers: Numbers, written: str | None, known: Numbers) -> bytes:
    """The text for `numbers`; `written` is the one that stands there and says what is `known`."""
    new, old = write_numbers(numbers).encode(), write_numbers(known).encode()
    if written is None or written.encode() in (old, new):
        return new
    merged = merge_text(old, written.encode(), new, path=FILE).union()
    return merged if _says(merged, numbers) else new


def _says(text: bytes, numbers: Numbers) -> bool:
    try:
        return read_numbers(text.decode()) == numbers
    except SpecError:
        return False
