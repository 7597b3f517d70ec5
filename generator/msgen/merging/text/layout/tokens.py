"""A change made in a text that is laid out in another way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from msgen.merging.text.diff3 import Chunk, diff3
from msgen.merging.text.layout.unit import Reader, keys

_TOKEN = re.compile(
    rb"""(?P<gap>\s*)(?P<text>
        \"\"\".*?\"\"\" | '''.*?''' | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'
        | \#[^\n]* | [\w.]+ | . )""",
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Token:
    gap: bytes
    text: bytes

    @property
    def key(self) -> bytes:
        """Strings are equal whatever their quotes."""
        text = self.text
        return b'"' + text[1:-1] + b'"' if len(text) > 1 and text[:1] == text[-1:] == b"'" else text

    @property
    def whole(self) -> bytes:
        return self.gap + self.text


def patched(old: bytes, laid_out: bytes, new: bytes, read: Reader) -> bytes:
    """`laid_out`, which says what `old` says, with the change from `old` to `new`; `new` where that is in doubt."""
    before, mine, after = _tokens(old), _tokens(laid_out), _tokens(new)
    chunks = diff3(*([token.key for token in tokens] for tokens in (before, mine, after)))
    if any(chunk.kind == "clash" for chunk in chunks):
        return new
    result = b"".join(_written(chunks, mine, after)) + _end(laid_out)
    return result if _says_the_same(result, new, read) else new


def _written(chunks: list[Chunk], mine: list[_Token], after: list[_Token]) -> Iterator[bytes]:
    behind_change = False
    for chunk in chunks:
        tokens = _replacing(mine[chunk.yours], after[chunk.theirs]) if chunk.kind == "theirs" else mine[chunk.yours]
        if behind_change and chunk.kind == "same":
            tokens = [_spaced(tokens[0], after[chunk.theirs.start].gap), *tokens[1:]]
        yield from (token.whole for token in tokens)
        behind_change = chunk.kind == "theirs"


def _replacing(mine: list[_Token], new: list[_Token]) -> list[_Token]:
    """New tokens in place of others; where those began a line, these do."""
    if mine and new and b"\n" in mine[0].gap:
        return [_Token(mine[0].gap, new[0].text), *new[1:]]
    return new


def _spaced(token: _Token, gap: bytes) -> _Token:
    """The token with the space that it has behind the change, unless it begins a line on either side."""
    return token if b"\n" in token.gap + gap else _Token(gap, token.text)


def _tokens(text: bytes) -> list[_Token]:
    return [_Token(found["gap"], found["text"]) for found in _TOKEN.finditer(text.rstrip())]


def _end(text: bytes) -> bytes:
    return text[len(text.rstrip()) :]


def _says_the_same(one: bytes, other: bytes, read: Reader) -> bool:
    units, others = read(one), read(other)
    return units is not None and others is not None and keys(units) == keys(others)
