"""What an update did, or would do, for people, programs and pull requests."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from msgen.cli.updating.renewal import Renewal
from msgen.cli.updating.update import Update
from msgen.merging.change_set import Change, ChangeSet
from msgen.merging.gone import Mention
from msgen.merging.report import SHOWN, counts_line, line
from msgen.merging.text import is_binary, unified

NOTHING = json.dumps({"counts": {}, "changes": [], "pending": []}, indent=2) + "\n"


def as_text(update: Update) -> str:
    lines = [*_paths(update), counts_line(update.changes.counts)]
    for name, folder in update.abandoned.items():
        lines.append(f"`{name}` has left the system; its repository `{folder}` is as it was, archive it when you like")
    if update.mentions:
        lines += ["these lines of yours name what is gone:", *(f"  {_shown(each)}" for each in update.mentions)]
    if update.staying:
        lines += ["left where it is:", *(f"  {path}" for path in update.staying)]
    if update.pending:
        lines += ["waiting for you:", *(f"  {path}" for path in update.pending)]
        lines += ["settle each with `msgen resolve PATH`, or in an editor"]
    return "\n".join(lines) + "\n"


def _paths(update: Update) -> Iterator[str]:
    """A line for each path; files that go, or only move, with the folder of their service are told in one."""
    alone: list[Change] = []
    together: Counter[Change] = Counter()
    for change in update.changes.changes:
        whole = _whole_folder(update, change)
        if whole is None:
            alone.append(change)
        else:
            together[whole] += 1
    yield from (line(change) for change in ChangeSet(tuple(alone)).having(*SHOWN))
    for whole, count in together.items():
        yield line(replace(whole, note="1 file" if count == 1 else f"{count} files"))


def _whole_folder(update: Update, change: Change) -> Change | None:
    """The change of the folder around a file, where it says all of the file's; else `None`."""
    for folder in update.removed.values():
        if change.path.startswith(f"{folder}/") and change.action == "delete" and not change.note:
            return Change(f"{folder}/", "delete")
    for was_at, at in update.moved.values():
        inside = change.path.removeprefix(f"{at}/")
        if change.moved_from == f"{was_at}/{inside}" and _only_moves(change):
            return Change(f"{at}/", "update", moved_from=f"{was_at}/")
    return None


def _only_moves(change: Change) -> bool:
    contents = {file.content for write in change.writes for file in (write.before, write.after) if file is not None}
    return change.action == "update" and len(contents) == 1


def _shown(mention: Mention) -> str:
    named = ", ".join(f"{each.kind} `{each.name}`" for each in mention.gone)
    return f"{mention.path}:{mention.line}: {named}: {mention.text}"


def as_json(update: Update) -> str:
    values = {
        "counts": dict(sorted(update.changes.counts.items())),
        "changes": [_values(change) for change in update.changes.changes if change.action != "identical"],
        "pending": list(update.pending),
        "mentions": [_mention(each) for each in update.mentions],
        "staying": list(update.staying),
    }
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


def as_diff(update: Update) -> str:
    return "".join(_diff(change) for change in update.changes.changes)


def as_markdown(update: Update, renewal: Renewal) -> str:
    """A part per repository, as a reviewer of a pull request wants it."""
    parts = [f"## `msgen update` of {renewal.topology.name}\n", f"{counts_line(update.changes.counts)}.\n"]
    for name, folder in update.services.items():
        if part := list(_rows(_inside(update, name, folder))):
            title = name or f"{renewal.topology.name} (the system's own files)"
            parts += [f"### {title}\n", "| what | file | |\n|---|---|---|", *part, ""]
    if update.pending:
        parts += ["### Waiting for a person\n", *(f"- `{path}`" for path in update.pending), ""]
    return "\n".join(parts)


def _inside(update: Update, name: str, folder: str) -> ChangeSet:
    others = [other for each, other in update.services.items() if each != name and other.startswith(_prefix(folder))]
    return ChangeSet(
        tuple(
            change
            for change in update.changes.changes
            if change.path.startswith(_prefix(folder))
            and not any(change.path.startswith(f"{other}/") for other in others)
        )
    )


def _prefix(folder: str) -> str:
    return f"{folder}/" if folder else ""


def _rows(changes: ChangeSet) -> Iterator[str]:
    for change in changes.changes:
        if change.action != "identical":
            origin = f"from `{change.moved_from}`" if change.moved_from else ""
            said = "; ".join(filter(None, (origin, change.note)))
            yield f"| {change.action} | `{change.path}` | {said} |"


def _values(change: Change) -> dict[str, object]:
    values = {
        "path": change.path,
        "action": change.action,
        "from": change.moved_from,
        "hunks": change.hunks,
        "clashes": change.clashes,
        "note": change.note,
        "pending": change.pending,
        "side": change.side,
    }
    return {key: value for key, value in values.items() if value}


def _mention(mention: Mention) -> dict[str, object]:
    return {
        "path": mention.path,
        "line": mention.line,
        "names": [f"{each.kind} {each.name}" for each in mention.gone],
        "text": mention.text,
    }


def _diff(change: Change) -> str:
    before = next((write.before for write in change.writes if write.before is not None), None)
    after = next((write.after for write in change.writes if write.after is not None), None)
    old, new = (side.content if side is not None else b"" for side in (before, after))
    if old == new:
        return ""
    if is_binary(old) or is_binary(new):
        return f"binary file {change.path} differs\n"
    return unified(change.path, old, new).decode(errors="replace")
