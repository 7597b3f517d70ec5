"""Lines of generated files in which nothing differs but names that the design renames."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from msgen.design.naming import words
from msgen.merging.renaming.python_names import scopes_of
from msgen.merging.renaming.renames import Renames
from msgen.merging.renaming.vocabulary import Vocabulary, Words, vocabulary
from msgen.merging.text.lines import split_lines
from msgen.merging.text.matching import pairs

_NAME = re.compile(r"([A-Za-z_][\w-]*)")


class RenamedLines:
    """Those of the files of one service, which is now called so."""

    def __init__(self, renames: Renames, service: str) -> None:
        self._renames = renames
        self._service = service
        self._known: dict[tuple[str, ...], Vocabulary] = {}

    def agreed(self, identity: str, base: bytes, yours: bytes, theirs: bytes) -> tuple[bytes, bytes]:
        """`base` and `yours` with such lines as `theirs` has them, where a person left the line as it was.

        Then no edit beside such a line looks like an edit of the same place. `identity` is the id until now.
        """
        old, mine, new = map(split_lines, (base, yours, theirs))
        renamed = dict(_renamed(old, new, self._vocabulary(identity)))
        kept = dict(pairs([line.rstrip() for line in old], [line.rstrip() for line in mine])) if renamed else {}
        for number, line in renamed.items():
            if number in kept:
                at = kept[number]
                mine[at] = line.rstrip() + mine[at][len(mine[at].rstrip()) :]
                old[number] = line
        return b"".join(old), b"".join(mine)

    def _vocabulary(self, identity: str) -> Vocabulary:
        scopes = scopes_of(identity, self._renames, self._service)
        if scopes not in self._known:
            self._known[scopes] = vocabulary(self._renames, *scopes)
        return self._known[scopes]


def _renamed(old: Sequence[bytes], new: Sequence[bytes], vocabulary: Vocabulary) -> Iterator[tuple[int, bytes]]:
    """The number of each such line, with what it is now."""
    changing = vocabulary.changing()
    for number, at in pairs([_key(line, changing) for line in old], [_key(line, changing) for line in new]):
        if old[number] != new[at] and _becomes(old[number], new[at], vocabulary):
            yield number, new[at]


def _key(line: bytes, changing: Collection[Words]) -> tuple[Words, ...]:
    """Equal for all lines that renames can make of each other."""
    return tuple(_without(words(part), changing) if _NAME.match(part) else (part,) for part in _parts(line))


def _without(spoken: Words, changing: Collection[Words]) -> Words:
    """Each renamed thing among the words is the same nobody."""
    if not spoken:
        return ()
    for length in range(len(spoken), 0, -1):
        if spoken[:length] in changing:
            return ("", *_without(spoken[length:], changing))
    return (spoken[0], *_without(spoken[1:], changing))


def _becomes(old: bytes, new: bytes, vocabulary: Vocabulary) -> bool:
    return all(
        one == other or vocabulary.may_become(one, other) for one, other in zip(_parts(old), _parts(new), strict=False)
    )


def _parts(line: bytes) -> list[str]:
    """Names, and what stands between them."""
    return _NAME.split(line.decode(errors="surrogateescape"))
