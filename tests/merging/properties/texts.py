"""Texts of several formats, made of entries, so that they stay well-formed whatever is changed in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Literal, NamedTuple

Kind = Literal["py", "yaml", "json", "toml", "txt"]
KINDS: tuple[Kind, ...] = ("py", "yaml", "json", "toml", "txt")


class Entry(NamedTuple):
    """A name and its words."""

    name: str
    words: tuple[str, ...]
    is_block: bool = False
    """It takes several lines, where the format has such."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a person lays a text out; the default is how it was generated."""

    is_wide: bool = False
    """Every word on a line of its own, where that says the same."""
    ending: str = "\n"
    trailing: str = ""
    is_ended: bool = True
    """The last line has an ending."""


GENERATED = Style()


@dataclass(frozen=True, slots=True)
class Text:
    kind: Kind
    entries: tuple[Entry, ...]
    style: Style = GENERATED

    @property
    def content(self) -> bytes:
        lines = _LINES[self.kind](self.entries, self.style.is_wide)
        text = "".join(f"{line}{self.style.trailing}{self.style.ending}" for line in lines)
        return (text if self.style.is_ended else text.removesuffix(self.style.ending)).encode()

    def laid_out(self, style: Style) -> Text:
        return replace(self, style=style)

    def edited(self, random: Random, word: Callable[[], str], changes: int) -> Text:
        """With some changes, each of which brings in words of its own or takes an entry away."""
        entries = self.entries
        for _ in range(changes):
            entries = random.choice(_EDITS)(entries, random, word)
        return replace(self, entries=entries)


def text(random: Random, kind: Kind, name: str, size: int) -> Text:
    return Text(kind, tuple(_entry(random, f"{name}_{number}") for number in range(size)))


def _entry(random: Random, name: str) -> Entry:
    words = tuple(f"w{random.randrange(30)}" for _ in range(random.randrange(1, 4)))
    return Entry(name, words, is_block=random.random() < 0.3)


Edit = Callable[[tuple[Entry, ...], Random, Callable[[], str]], tuple[Entry, ...]]


def _reworded(entries: tuple[Entry, ...], random: Random, word: Callable[[], str]) -> tuple[Entry, ...]:
    if not entries:
        return _inserted(entries, random, word)
    at = random.randrange(len(entries))
    words = list(entries[at].words)
    words[random.randrange(len(words))] = word()
    return (*entries[:at], entries[at]._replace(words=tuple(words)), *entries[at + 1 :])


def _extended(entries: tuple[Entry, ...], random: Random, word: Callable[[], str]) -> tuple[Entry, ...]:
    if not entries:
        return _inserted(entries, random, word)
    at = random.randrange(len(entries))
    return (*entries[:at], entries[at]._replace(words=(*entries[at].words, word())), *entries[at + 1 :])


def _inserted(entries: tuple[Entry, ...], random: Random, word: Callable[[], str]) -> tuple[Entry, ...]:
    at = random.randrange(len(entries) + 1)
    return (*entries[:at], Entry(word(), (word(),), is_block=random.random() < 0.3), *entries[at:])


def _removed(entries: tuple[Entry, ...], random: Random, word: Callable[[], str]) -> tuple[Entry, ...]:
    at = random.randrange(len(entries) + 1)
    return (*entries[:at], *entries[at + 1 :])


def _swapped(entries: tuple[Entry, ...], random: Random, word: Callable[[], str]) -> tuple[Entry, ...]:
    at = random.randrange(len(entries) + 1)
    return (*entries[:at], *reversed(entries[at : at + 2]), *entries[at + 2 :])


_EDITS: Sequence[Edit] = (_reworded, _reworded, _extended, _inserted, _inserted, _removed, _swapped)


def _python(entries: Sequence[Entry], is_wide: bool) -> list[str]:
    lines = []
    for entry in entries:
        if entry.is_block:
            lines += ["", "", f"def {entry.name}(first, second):", *_call(entry, is_wide)]
        else:
            lines += _listed(f"{entry.name} = [", entry.words, "]", is_wide)
    return lines


def _call(entry: Entry, is_wide: bool) -> list[str]:
    return [f"    {line}" for line in _listed("return call(", ("first", *entry.words), ")", is_wide, bare=True)]


def _yaml(entries: Sequence[Entry], is_wide: bool) -> list[str]:
    lines = []
    for name, words, is_block in entries:
        if is_block:
            lines += [f"{name}:", f"  words: [{', '.join(words)}]", "  kind: block"]
        elif is_wide:
            lines += [f"{name}:", *(f"  - {word}" for word in words)]
        else:
            lines += [f"{name}: [{', '.join(words)}]"]
    return lines


def _json(entries: Sequence[Entry], is_wide: bool) -> list[str]:
    lines = []
    for number, (name, words, _) in enumerate(entries):
        comma = "," if number < len(entries) - 1 else ""
        value = _listed(f'"{name}": [', words, f"]{comma}", is_wide, last="")
        lines += [f"{'    ' if is_wide else '  '}{line}" for line in value]
    return ["{", *lines, "}"]


def _toml(entries: Sequence[Entry], is_wide: bool) -> list[str]:
    return [line for entry in entries for line in _listed(f"{entry.name} = [", entry.words, "]", is_wide)]


def _plain(entries: Sequence[Entry], is_wide: bool) -> list[str]:
    lines = []
    for name, words, is_block in entries:
        lines += ["", name, *words, ""] if is_block else [" ".join((name, *words))]
    return lines


def _listed(
    start: str, words: Sequence[str], end: str, is_wide: bool, *, bare: bool = False, last: str = ","
) -> list[str]:
    shown = [*words] if bare else [f'"{word}"' for word in words]
    if not is_wide:
        return [f"{start}{', '.join(shown)}{end}"]
    return [start, *(f"    {word}," for word in shown[:-1]), f"    {shown[-1]}{last}", end]


_LINES: dict[Kind, Callable[[Sequence[Entry], bool], list[str]]] = {
    "py": _python,
    "yaml": _yaml,
    "json": _json,
    "toml": _toml,
    "txt": _plain,
}
