"""Which entries of three collections are the same one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence

from msgen.merging.text.entries import Entry, distribution
from msgen.merging.text.structure.errors import Unmergeable

Identity = Callable[[Entry], Hashable]
Named = dict[Hashable, Entry]

_VERSION_SIGNS = "=<>~!;@"


def named(*collections: Entry | None) -> tuple[list[Named], bool]:
    """The children of each collection by name, and whether an item is known by its value alone.

    Items of a list are known by `name`, by `id`, as requirements by their distribution, or by their values, whichever
    tells all of them apart on every side. Raises Unmergeable where none does.
    """
    given = [each for each in collections if each]
    sides = [each.children if each and each.children else () for each in collections]
    for identity in _identities(given):
        found = [_by(identity, side) for side in sides]
        if all(each is not None for each in found):
            return [each for each in found if each is not None], identity is _value
    raise Unmergeable


def _identities(collections: list[Entry]) -> Iterator[Identity]:
    if not any(each.is_list for each in collections):
        yield _key
        return
    items = [item for each in collections for item in each.children or ()]
    yield from (_member("name"), _member("id"))
    if any(_has_version(item) for item in items):
        yield _distribution
    if all(_is_simple(item) for item in items):
        yield _value


def _by(identity: Identity, children: Sequence[Entry]) -> Named | None:
    """None where an entry has no name or two share one."""
    names = [identity(child) for child in children]
    if None in names or len(set(names)) < len(names):
        return None
    return dict(zip(names, children, strict=True))


def _key(entry: Entry) -> Hashable:
    return _table(entry) or entry.name


def _table(entry: Entry) -> Hashable:
    """A table of an array in TOML, known by its `name` or `id`, else by all it holds."""
    if not isinstance(entry.name, tuple) or entry.name[0] != "item":
        return None
    return entry.name, _scalar(entry.value, "name") or _scalar(entry.value, "id") or entry.value


def _member(key: str) -> Identity:
    return lambda entry: _scalar(entry.value, key)


def _scalar(value: Hashable, key: str) -> Hashable:
    """The simple value under a key of a map."""
    if not isinstance(value, tuple) or value[0] != "map":
        return None
    return next((held for name, held in value[1] if name == ("str", key) and held[0] not in ("map", "list")), None)


def _distribution(entry: Entry) -> Hashable:
    return distribution(_text(entry)) or None


def _has_version(entry: Entry) -> bool:
    return any(sign in _text(entry) for sign in _VERSION_SIGNS)


def _text(entry: Entry) -> str:
    kind, text = entry.value if isinstance(entry.value, tuple) else ("", "")
    return text if kind == "str" else ""


def _value(entry: Entry) -> Hashable:
    return entry.value


def _is_simple(entry: Entry) -> bool:
    return isinstance(entry.value, tuple) and entry.value[0] not in ("map", "list")
