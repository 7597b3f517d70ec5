"""What an update did, or would do, for the person who ran it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from msgen.cli.updating.branching import Commit
from msgen.cli.updating.renamed import renamed_lines
from msgen.cli.updating.update import Update
from msgen.merging.change_set import Change, ChangeSet
from msgen.merging.gone import Mention
from msgen.merging.report import SHOWN, counts_line, line
from msgen.merging.text import is_binary, unified
from msgen.merging.threeway.dangling import Dangling


def as_text(update: Update, commits: Sequence[Commit] = ()) -> str:
    lines = [*_paths(update), counts_line(update.changes.counts)]
    for name, folder in update.abandoned.items():
        lines.append(f"`{name}` has left the system; its repository `{folder}` is as it was, archive it when you like")
    for commit in commits:
        lines += _commit(commit)
    if renamed := [f"  {each.path}:{each.line}: {each.text}" for each in renamed_lines(update.changes.changes)]:
        lines += ["in these lines of yours a name has changed:", *renamed]
    if update.dangling:
        lines += ["these imports of yours find nothing any more:", *(f"  {_import(each)}" for each in update.dangling)]
    if update.mentions:
        lines += ["these lines of yours name what is gone:", *(f"  {_shown(each)}" for each in update.mentions)]
    if update.staying:
        lines += ["left where it is:", *(f"  {path}" for path in update.staying)]
    if update.pending:
        lines += ["waiting for you:", *(f"  {path}" for path in update.pending)]
        lines += ["settle each with `msgen resolve PATH`, or in an editor"]
    return "\n".join(lines) + "\n"


def _commit(commit: Commit) -> Iterator[str]:
    files = "1 file" if commit.files == 1 else f"{commit.files} files"
    yield f"`{commit.root}` is on the new branch `{commit.branch}`; {files} in commit {commit.commit[:10]}"
    if commit.left:
        yield "not committed, since these had edits in no commit:"
        yield from (f"  {path}" for path in commit.left)


def _paths(update: Update) -> Iterator[str]:
    """A line for each path; files that come, go, or only move, with the folder of their service are told in one."""
    alone: list[Change] = []
    together: Counter[Change] = Counter()
    new = _new_folders(update)
    for change in update.changes.changes:
        whole = _whole_folder(update, new, change)
        if whole is None:
            alone.append(change)
        else:
            together[whole] += 1
    yield from (line(change) for change in ChangeSet(tuple(alone)).having(*SHOWN))
    for whole, count in together.items():
        yield line(replace(whole, note="1 file" if count == 1 else f"{count} files"))


def _new_folders(update: Update) -> frozenset[str]:
    """Of services of which nothing but what is written now is there."""
    found = {folder for name, folder in update.services.items() if name and not update.identical[name]}
    for change in update.changes.changes:
        if change.action != "create" or change.note:
            found -= {folder for folder in found if change.path.startswith(f"{folder}/")}
    return frozenset(found)


def _whole_folder(update: Update, new: Collection[str], change: Change) -> Change | None:
    """The change of the folder around a file, where it says all of the file's; else `None`."""
    for folder in new:
        if change.path.startswith(f"{folder}/"):
            return Change(f"{folder}/", "create")
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


def _import(line: Dangling) -> str:
    return f"{line.path}:{line.line}: `{line.module}` {became(line)}: {line.text}"


def became(line: Dangling) -> str:
    return f"is most likely `{line.now}` now" if line.now else "is not generated any more"


def as_diff(update: Update) -> str:
    return "".join(_diff(change) for change in update.changes.changes)


def _diff(change: Change) -> str:
    before = next((write.before for write in change.writes if write.before is not None), None)
    after = next((write.after for write in change.writes if write.after is not None), None)
    old, new = (side.content if side is not None else b"" for side in (before, after))
    if old == new:
        return ""
    if is_binary(old) or is_binary(new):
        return f"binary file {change.path} differs\n"
    return unified(change.path, old, new).decode(errors="replace")
