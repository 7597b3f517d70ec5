"""Lines of generated files in which nothing differs but names that the design renames."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgen.merging.renaming.edited_lines import edited_lines
from msgen.merging.renaming.laid_out import laid_out
from msgen.merging.renaming.parts import is_name, joined, parts, phrases
from msgen.merging.renaming.python_names import scopes_of
from msgen.merging.renaming.renames import Renames
from msgen.merging.renaming.vocabulary import Vocabulary, Words, spoken, vocabulary
from msgen.merging.text.lines import split_lines
from msgen.merging.text.matching import pairs

Key = tuple[Words, ...]


class RenamedLines:
    """Those of the files of one service, which is now called so."""

    def __init__(self, renames: Renames, service: str) -> None:
        self._renames = renames
        self._service = service
        self._known: dict[tuple[str, ...], Vocabulary] = {}

    def agreed(self, identity: str, base: bytes, yours: bytes, theirs: bytes, *, path: str) -> tuple[bytes, bytes]:
        """`base` and `yours` with the names that such lines have in `theirs`, also where a person changed the line.

        Then neither an edit beside such a line nor one of something else in it looks like an edit of the same place.
        A line in which a person changed the very name stays. `identity` is the id until now, `path` that of `theirs`.
        """
        was, mine = self._with_names(identity, base, yours, theirs)
        return laid_out(was, mine, theirs) if path.endswith(".py") else (was, mine)

    def _with_names(self, identity: str, base: bytes, yours: bytes, theirs: bytes) -> tuple[bytes, bytes]:
        old, mine, new = map(split_lines, (base, yours, theirs))
        renamed = dict(_renamed(old, new, self._vocabulary(identity)))
        if not renamed:
            return base, yours
        kept = pairs([line.rstrip() for line in old], [line.rstrip() for line in mine])
        edits = list(edited_lines(old, mine, renamed, kept))
        for number, at in kept:
            if number in renamed:
                mine[at] = renamed[number].rstrip() + mine[at][len(mine[at].rstrip()) :]
                old[number] = renamed[number]
        for edit in edits:
            old[edit.number] = renamed[edit.number]
            if edit.at is not None:
                mine[edit.at] = edit.content
        return b"".join(old), b"".join(mine)

    def _vocabulary(self, identity: str) -> Vocabulary:
        scopes = scopes_of(identity, self._renames, self._service)
        if scopes not in self._known:
            self._known[scopes] = vocabulary(self._renames, *scopes)
        return self._known[scopes]


def _renamed(old: Sequence[bytes], new: Sequence[bytes], vocabulary: Vocabulary) -> Iterator[tuple[int, bytes]]:
    """The number of each such line, with what it is now: in its place, or where the renames have moved it to.

    Of a line that is found nowhere, since more than names changed in it, only the names are changed.
    """
    changing = vocabulary.changing()
    before, now = ([_key(line, changing) for line in lines] for lines in (old, new))
    placed = dict(pairs(before, now))
    elsewhere: dict[Key, set[bytes]] = {}
    for at in set(range(len(new))) - set(placed.values()):
        elsewhere.setdefault(now[at], set()).add(new[at])
    names = vocabulary.matched(sorted(_names(old) - _names(new)), sorted(_names(new)))
    for number, line in enumerate(old):
        there = {new[placed[number]]} if number in placed else elsewhere.get(before[number], set())
        found = [each for each in there if line != each and _becomes(line, each, vocabulary)]
        if len(found) == 1:
            yield number, found[0]
        elif not there and (called := joined(names.get(part, part) for part in parts(line))) != line:
            yield number, called


def _names(lines: Sequence[bytes]) -> set[str]:
    return {part for line in lines for part in parts(line) if is_name(part)}


def _key(line: bytes, changing: Collection[Words]) -> Key:
    """Equal for all lines that renames can make of each other."""
    return tuple(_without(spoken(part), changing) if is_name(part) else (part,) for part in phrases(line))


def _without(said: Words, changing: Collection[Words]) -> Words:
    """Each renamed thing among the words is the same nobody."""
    if not said:
        return ()
    for length in range(len(said), 0, -1):
        if said[:length] in changing:
            return ("", *_without(said[length:], changing))
    return (said[0], *_without(said[1:], changing))


def _becomes(old: bytes, new: bytes, vocabulary: Vocabulary) -> bool:
    return all(
        one == other or vocabulary.may_become(one, other)
        for one, other in zip(phrases(old), phrases(new), strict=False)
    )
