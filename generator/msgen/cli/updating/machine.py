"""What an update did, or would do, as JSON, and the schema of that JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal

from msgen.cli.updating.branching import Commit
from msgen.cli.updating.parts import Part, parts
from msgen.cli.updating.renewal import Renewal
from msgen.cli.updating.summary import new_numbers, spec_changes
from msgen.cli.updating.update import Update
from msgen.merging.change_set import Change
from msgen.merging.gone import Mention

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TITLE = "msgen update --json"
Action = Literal["create", "update", "merge", "conflict", "keep", "delete", "identical"]


class _Described:
    """Its schema takes the texts below the fields, and allows no others."""

    __pydantic_config__: ClassVar[Mapping[str, object]] = {"use_attribute_docstrings": True, "extra": "forbid"}


@dataclass(frozen=True)
class FileChange(_Described):
    """What becomes of one file."""

    path: str
    """Below the folder that `destination` names; of a file that moves, the new one."""
    action: Action
    moved_from: str | None
    """`null` where it stays where it is."""
    hunks: int
    """Changes of the new version that were merged into it."""
    clashes: int
    """Changes of the new version that did not fit."""
    note: str
    """What a person should know about it; empty where there is nothing."""
    pending: Literal["conflict", "side file", "orphan"] | None
    """What it leaves for a person; `null` for nothing."""
    side: str | None
    """The file beside it that holds what did not fit; `null` where there is none."""


@dataclass(frozen=True)
class Line(_Described):
    """A line of a person's file that names what is in the design no longer."""

    path: str
    line: int
    """From 1."""
    names: list[str]
    """Each with its kind: `operation PlaceOrder`."""
    text: str


@dataclass(frozen=True)
class RenamedLine(_Described):
    """A line of a person's file in which a name changed, because something is called otherwise now."""

    path: str
    line: int
    """From 1, as it is from now on."""
    text: str
    """As it reads from now on."""


@dataclass(frozen=True)
class Import(_Described):
    """A line of a person's file that imports a module which is not there any more."""

    path: str
    line: int
    """From 1, as it is from now on."""
    module: str
    now: str | None
    """What the module most likely is now; `null` where none that is generated is like it."""
    text: str


@dataclass(frozen=True)
class Repository(_Described):
    """What becomes of one repository; in a mono-repo, of the folder of one service."""

    service: str | None
    """`null` for the system's own files, and for a repository that stands alone."""
    folder: str
    """Below the destination; empty for that itself."""
    is_removed: bool
    """Its service has left the design."""
    counts: dict[Action, int]
    changes: list[FileChange]
    """Without those that stay as they are."""
    pending: list[str]
    """Paths that wait for a person."""
    migrations: list[str]
    """Paths of those that were added."""
    renamed: list[RenamedLine]
    dangling: list[Import]
    mentions: list[Line]
    left_behind: list[str]
    """Ignored files and other repositories in a folder that moved or went: they stay where they are."""


@dataclass(frozen=True)
class SpecChange(_Described):
    """Something that the design says otherwise than at the last update."""

    kind: Literal["service", "operation", "aggregate", "event"]
    name: str
    """As it is now; of what is gone, as it was."""
    verb: Literal["added", "removed", "renamed", "changed"]
    was: str | None
    """Its name until now; `null` where it was not renamed."""


@dataclass(frozen=True)
class Committed(_Described):
    """What `--branch` did in one git repository."""

    repository: str
    """Its folder, as seen from where the command ran."""
    branch: str
    commit: str
    files: int
    """How many are in the commit."""
    left: list[str]
    """Paths below the folder that had edits which were not committed: they are in no commit."""


@dataclass(frozen=True)
class UpdateReport(_Described):
    """What an update did; with `--dry-run`, what it would do."""

    destination: str
    """The folder below which all paths are, as seen from where the command ran."""
    counts: dict[Action, int]
    pending: list[str]
    """Paths that wait for a person."""
    spec: list[SpecChange]
    numbers: list[str]
    """Numbers that proto fields and enum values got: `payments.Payment.note = 4`."""
    repositories: list[Repository]
    """Those that took part, the system's first."""
    left_system: dict[str, str]
    """Services that left the design while their repository stays: its folder, by their name."""
    commits: list[Committed]
    """Of `--branch`; empty without it."""
    schema_version: Literal[1] = 1


@dataclass(frozen=True)
class Reason(_Described):
    """Why an update is due."""

    service: str | None
    """`null` for the system's own files."""
    kind: Literal["new", "update", "moves", "removed", "pending"]
    what: str


@dataclass(frozen=True)
class CheckReport(_Described):
    """What `--check` found."""

    due: bool
    reasons: list[Reason]
    absent: dict[str, str]
    """Repositories that are not there, so that nothing is known of them: the folder, by the service."""
    schema_version: Literal[1] = 1


def as_json(update: Update, renewal: Renewal, commits: tuple[Commit, ...] = ()) -> str:
    report = UpdateReport(
        destination=str(renewal.system.destination),
        counts=_counts(update.changes.counts),
        pending=list(update.pending),
        spec=[SpecChange(each.kind, each.name, each.verb, each.was or None) for each in spec_changes(renewal)],
        numbers=list(new_numbers(renewal)),
        repositories=[_repository(part, update) for part in parts(update)],
        left_system=dict(update.abandoned),
        commits=[Committed(str(each.root), each.branch, each.commit, each.files, list(each.left)) for each in commits],
    )
    return written(report)


def nothing_done(destination: str) -> str:
    """Of an update that found nothing to do."""
    return written(UpdateReport(destination, {}, [], [], [], [], {}, []))


def written(report: UpdateReport | CheckReport) -> str:
    return json.dumps(asdict(report), indent=2, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """Of what `msgen update --json` prints, with and without `--check`."""
    from pydantic import TypeAdapter

    adapter: TypeAdapter[UpdateReport | CheckReport] = TypeAdapter(UpdateReport | CheckReport)
    return {"$schema": _DIALECT, "title": _TITLE, **adapter.json_schema(mode="serialization")}


def _repository(part: Part, update: Update) -> Repository:
    return Repository(
        service=part.service or None,
        folder=part.folder,
        is_removed=part.service in update.removed,
        counts=_counts(part.counts),
        changes=[_change(change) for change in part.changes],
        pending=list(part.pending),
        migrations=list(part.migrations),
        renamed=[RenamedLine(each.path, each.line, each.text) for each in part.renamed],
        dangling=[Import(each.path, each.line, each.module, each.now or None, each.text) for each in part.dangling],
        mentions=[_line(mention) for mention in part.mentions],
        left_behind=list(part.staying),
    )


def _change(change: Change) -> FileChange:
    return FileChange(
        path=change.path,
        action=change.action,
        moved_from=change.moved_from or None,
        hunks=change.hunks,
        clashes=change.clashes,
        note=change.note,
        pending=change.pending,
        side=change.side or None,
    )


def _line(mention: Mention) -> Line:
    return Line(mention.path, mention.line, [f"{each.kind} {each.name}" for each in mention.gone], mention.text)


def _counts(counts: Mapping[Action, int]) -> dict[Action, int]:
    return dict(sorted(counts.items()))
