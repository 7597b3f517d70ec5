"""What holds of nearly every merge, and how often it does."""

from __future__ import annotations

from collections import Counter
from itertools import count
from random import Random

import pytest

from msgen.rendering.tree import REGULAR, File, Tree
from properties.projects import Project, marks, put, scratch
from properties.texts import KINDS, Kind, Style, text

CASES = 400
PATH = "src/file"


@pytest.mark.parametrize("style", [Style(ending="\r\n"), Style(trailing=" \t"), Style(is_wide=True)], ids=str)
def test_layout_that_a_person_changed_is_hardly_ever_a_conflict(style: Style) -> None:
    verdicts = Counter(laid_out_otherwise(Random(seed), style, KINDS[seed % len(KINDS)]) for seed in range(CASES))

    assert verdicts["wrong"] == 0
    assert verdicts["clean"] >= 0.95 * CASES


def test_changes_that_are_two_lines_away_from_each_other_are_hardly_ever_a_conflict() -> None:
    verdicts = Counter(two_lines_away(Random(seed)) for seed in range(CASES))

    assert verdicts["wrong"] == 0
    assert verdicts["clean"] >= 0.99 * CASES


def laid_out_otherwise(random: Random, style: Style, kind: Kind) -> str:
    """A person changed the layout of everything, the new version some words."""
    words = (f"theirs{number}" for number in count())
    base = text(random, kind, "f", random.randrange(3, 12))
    theirs = base.edited(random, lambda: next(words), random.randrange(1, 4))
    expected = marks({"": (REGULAR, theirs.content)}, b"theirs")
    return merged(base.content, base.laid_out(style).content, theirs.content, f"{PATH}.{kind}", expected)


def two_lines_away(random: Random) -> str:
    """Both change lines, none of which is next to one of the other's; lines that are everywhere are among them."""
    base = [random.choice(["", "}", "    return first", f"line {number}"]) for number in range(random.randrange(8, 40))]
    places = sorted(random.sample(range(0, len(base), 2), random.randrange(2, 4)))
    yours, theirs, both = list(base), list(base), list(base)
    for number, at in enumerate(reversed(places)):
        side, word = (yours, "mine") if number % 2 else (theirs, "theirs")
        # Of equal lines beside each other nobody can tell which one was taken away.
        gone = [] if base[at].startswith("line") else [word]
        change = random.choice([[f"{word}{at}"], [f"{word}{at}", base[at]], gone])
        side[at : at + 1] = both[at : at + 1] = change
    return merged(joined(base), joined(yours), joined(theirs), f"{PATH}.txt", joined(both))


def merged(base: bytes, yours: bytes, theirs: bytes, path: str, expected: bytes | frozenset[bytes]) -> str:
    """`clean`, `conflict` or `wrong`: clean, but not as expected."""
    with scratch() as folder:
        project = Project.generated(folder, Tree({path: File(base, REGULAR, "G", "own", "template")}))
        put(folder / path, yours, REGULAR)
        if project.updated(Tree({path: File(theirs, REGULAR, "G", "own", "template")})).pending:
            return "conflict"
        found = (folder / path).read_bytes()
        result = found if isinstance(expected, bytes) else marks(project.files(), b"theirs")
    return "clean" if result == expected else "wrong"


def joined(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
