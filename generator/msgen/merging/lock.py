"""The record of what was generated, `.msgen/lock.json`: sorted, a line per file, the same everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from msgen.merging.errors import RecordTooNew, RecordUnreadable
from msgen.merging.lock_sides import joined, sides
from msgen.merging.locked_design import LockedDesign
from msgen.rendering.tree import SYMLINK

LOCK = ".msgen/lock.json"
SCHEMA = 1
_ON_ONE_LINE = json.JSONEncoder(sort_keys=True, ensure_ascii=False)

LockOwner = Literal["G", "H", "A", "ejected"]
PendingKind = Literal["conflict", "side file", "orphan"]
_OWNERS = frozenset(get_args(LockOwner))
_KINDS = frozenset(get_args(PendingKind))


@dataclass(frozen=True, slots=True)
class LockedFile:
    path: str
    """Relative to the root whose lock this is."""
    sha256: str
    """Of the file as generated."""
    mode: str
    """As in git: `100644`, `100755` or `120000`."""
    owner: LockOwner
    id: str = ""
    """Blueprint, template and object: what stays when the path changes."""
    at: str = ""
    """Where a person moved it; empty while it stands at `path`."""
    changes: Sequence[Mapping[str, Any]] | None = None
    """What a migration did to the tables; `None` for any other file."""


@dataclass(frozen=True, slots=True)
class LockedBlueprint:
    id: str
    version: str
    digest: str
    source: Literal["bundled", "custom"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Which folders belong to the system; in the lock of its root only."""

    kind: Literal["mono-repo", "multi-repo"]
    folders: Mapping[str, str]
    """Service name to its folder, relative to the system's root."""


@dataclass(frozen=True, slots=True)
class Pending:
    path: str
    kind: PendingKind


@dataclass(frozen=True, slots=True)
class Inputs:
    """What everything was generated from; in the lock of the system's root only."""

    hash: str
    """Of the raw input files, the blueprints and this msgen."""
    files: tuple[str, ...]
    """The input files, relative to the system's root, sorted."""


@dataclass(frozen=True, slots=True)
class Lock:
    msgen: str
    blueprints: tuple[LockedBlueprint, ...]
    design: LockedDesign
    spec_hash: str
    base_hash: str
    files: tuple[LockedFile, ...]
    pending: tuple[Pending, ...] = ()
    inputs: Inputs | None = None
    layout: Layout | None = None
    schema: int = field(default=SCHEMA)
    other: Lock | None = None
    """The lock of the other branch, where git has left a conflict between the two; never written."""


def write_lock(lock: Lock) -> bytes:
    """The text of the lock. People see it in diffs: what can change alone has a line of its own."""
    entries = {
        "base_hash": _line(lock.base_hash),
        "blueprints": _lines([_fields(blueprint) for blueprint in lock.blueprints]),
        "design": _indented(lock.design.text),
        "files": _lines([_fields(file) for file in lock.files]),
        "inputs": _indented(_line(lock.inputs and _fields(lock.inputs))),
        "layout": _indented(_line(lock.layout and _fields(lock.layout))),
        "msgen": _line(lock.msgen),
        "pending": _lines([_fields(pending) for pending in lock.pending]),
        "schema": _line(lock.schema),
        "spec_hash": _line(lock.spec_hash),
    }
    root_only = {"inputs", "layout"} if lock.inputs is None else set()
    body = b",\n".join(b'  "%b": %b' % (key.encode(), text) for key, text in entries.items() if key not in root_only)
    return b"{\n%b\n}\n" % body


def read_lock(content: bytes, root: Path) -> Lock:
    """The lock that `write_lock` wrote, from the repository in `root`; of one in conflict, both sides together."""
    if (both := sides(content)) is not None:
        ours, theirs = (read_lock(side, root) for side in both)
        return joined(ours, theirs)
    with _told(root):
        parts = _parts(content, root)
        design = LockedDesign.read(parts.pop("design"))
        return _lock(design, {key: _value(text) for key, text in parts.items()})


def read_layout(content: bytes, root: Path) -> Layout | None:
    """The layout of the same lock, for whoever needs no more: most of the lock of a large system is its design."""
    if sides(content) is not None:
        return read_lock(content, root).layout
    with _told(root):
        layout = _parts(content, root).get("layout")
        return _layout(None if layout is None else _value(layout))


def git_mode(mode: int) -> str:
    """A mode as git and the lock write it."""
    return "120000" if mode == SYMLINK else f"100{mode:o}"


@contextmanager
def _told(root: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, msgspec.MsgspecError) as error:
        raise RecordUnreadable(
            f"`{root / LOCK}` cannot be read: {error}\n"
            f"hint: bring it back from git, or take the folder in again with `msgen adopt {root}`"
        ) from error


def _parts(content: bytes, root: Path) -> dict[str, msgspec.Raw]:
    """The texts below the keys of a lock. What is only skipped is not decoded, so this looks whether it could be."""
    if not content.isascii():
        content.decode()
    parts = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    if (schema := _value(parts["schema"])) != SCHEMA:
        raise RecordTooNew(
            f"`{root / LOCK}` has format {schema}, this msgen knows {SCHEMA}\n"
            "hint: run it with the msgen that wrote the lock, or a later one"
        )
    return parts


def _value(text: msgspec.Raw) -> Any:
    return json.loads(bytes(text))


def _lock(design: LockedDesign, values: Mapping[str, Any]) -> Lock:
    inputs = values.get("inputs")
    return Lock(
        msgen=values["msgen"],
        blueprints=tuple(LockedBlueprint(**each) for each in values["blueprints"]),
        design=design,
        spec_hash=values["spec_hash"],
        base_hash=values["base_hash"],
        files=tuple(_locked_file(each) for each in values["files"]),
        pending=tuple(_pending(each) for each in values["pending"]),
        inputs=Inputs(inputs["hash"], tuple(inputs["files"])) if inputs else None,
        layout=_layout(values.get("layout")),
    )


def _layout(values: Mapping[str, Any] | None) -> Layout | None:
    return Layout(**values) if values else None


def _locked_file(values: Mapping[str, Any]) -> LockedFile:
    entry = LockedFile(**values)
    if entry.owner not in _OWNERS:
        raise ValueError(f"`{entry.owner}` is no owner")
    if any(path.startswith("/") or ".." in path.split("/") for path in (entry.path, entry.at)):
        raise ValueError(f"`{entry.path}` is no path inside the repository")
    return entry


def _pending(values: Mapping[str, Any]) -> Pending:
    entry = Pending(**values)
    if entry.kind not in _KINDS:
        raise ValueError(f"nothing waits as `{entry.kind}`")
    return entry


def _fields(record: LockedFile | LockedBlueprint | Pending | Layout | Inputs) -> dict[str, Any]:
    """Without what is empty: most files stand where they were generated."""
    values = ((name, getattr(record, name)) for name in record.__slots__)
    return {name: value for name, value in values if value not in (None, "")}


def _line(value: Any) -> bytes:
    return _ON_ONE_LINE.encode(value).encode()


def _lines(values: list[dict[str, Any]]) -> bytes:
    if not values:
        return b"[]"
    return b"[\n" + b",\n".join(b"    " + _line(value) for value in values) + b"\n  ]"


def _indented(line: bytes) -> bytes:
    """As `json` itself indents, in a fifth of its time."""
    return msgspec.json.format(line, indent=2).replace(b"\n", b"\n  ")
