"""A key of a YAML file that a blueprint has put elsewhere, with all that stands below it and the comments above it."""

from __future__ import annotations

import re
from dataclasses import replace

from msgen.merging.text.entries import Entry, read_entries

_STEP = b"  "
SUFFIXES = (".yaml", ".yml")


def with_moved_key(content: bytes, path: str, old: str, new: str) -> bytes:
    """`image.tag` becomes `container.image.tag`; what has no such key, or the new one already, stays as it is.

    The key goes to the end of its new place; only its last name changed, it stays where it is.
    """
    if not content.endswith(b"\n"):
        return with_moved_key(content + b"\n", path, old, new).removesuffix(b"\n")
    root = read_entries(content, path)
    if root is None:
        return content
    source, target = old.split("."), new.split(".")
    entry = _at(root, source)
    if entry is None or _at(root, target) is not None:
        return content
    if source[:-1] == target[:-1]:
        renamed = _renamed(entry, target[-1])
        return _replaced(root, source, renamed).text if renamed is not None else content
    moved = _renamed(entry, target[-1])
    if moved is None or not _takes(root, target[:-1]):
        return content
    return _inserted(_removed(root, source), target[:-1], moved, b"").text


def _at(entry: Entry, names: list[str]) -> Entry | None:
    for name in names:
        found = next((child for child in entry.children or () if _is(child, name)), None)
        if found is None:
            return None
        entry = found
    return entry


def _is(entry: Entry, name: str) -> bool:
    return isinstance(entry.name, tuple) and entry.name[-1] == name


def _takes(entry: Entry, names: list[str]) -> bool:
    """A key can be put below those names: as far as they are there, they are maps over lines of their own."""
    for name in names:
        if entry.is_list or entry.children is None:
            return False
        found = next((child for child in entry.children if _is(child, name)), None)
        if found is None:
            return True
        entry = found
    return not entry.is_list and entry.children is not None


def _renamed(entry: Entry, name: str) -> Entry | None:
    """The entry under another key; `None` where the key is not written plainly."""
    found = re.match(rb"(\s*)([\w.-]+)(\s*:)", entry.head)
    if found is None:
        return None
    head = found[1] + name.encode() + found[3] + entry.head[found.end() :]
    return replace(entry, head=head, name=("str", name))


def _replaced(parent: Entry, names: list[str], entry: Entry) -> Entry:
    children = tuple(
        child if not _is(child, names[0]) else entry if len(names) == 1 else _replaced(child, names[1:], entry)
        for child in parent.children or ()
    )
    return replace(parent, children=children)


def _removed(parent: Entry, names: list[str]) -> Entry:
    """Without the key, and without the keys around it that hold nothing else."""
    children = []
    for child in parent.children or ():
        if not _is(child, names[0]):
            children.append(child)
        elif len(names) > 1 and (left := _removed(child, names[1:])).children:
            children.append(left)
    return replace(parent, children=tuple(children))


def _inserted(parent: Entry, names: list[str], entry: Entry, indent: bytes) -> Entry:
    """With the key as the last one below those names; what is missing of them is made."""
    children = parent.children or ()
    inner = children[0].indent if children else indent
    if not names:
        return replace(parent, children=(*children, _indented(entry, inner)))
    found = next((child for child in children if _is(child, names[0])), None)
    if found is not None:
        return _replaced(parent, names[:1], _inserted(found, names[1:], entry, inner + _STEP))
    head = inner + names[0].encode() + b":\n"
    made = Entry(("str", names[0]), None, 0, inner, b"", head, b"", ())
    return replace(parent, children=(*children, _inserted(made, names[1:], entry, inner + _STEP)))


def _indented(entry: Entry, indent: bytes) -> Entry:
    """The entry as one text, all lines moved to another indent."""
    lines = entry.text.splitlines(keepends=True)
    text = b"".join(indent + line.removeprefix(entry.indent) if line.strip() else line for line in lines)
    return replace(entry, indent=indent, lead=b"", head=text, tail=b"", foot=b"", children=None)
