"""What an update did, for the people who review it: the body of a pull request."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgen.cli.updating.parts import Part, parts, repository_of
from msgen.cli.updating.renamed import RenamedLine
from msgen.cli.updating.renewal import Renewal
from msgen.cli.updating.report import became
from msgen.cli.updating.update import Update
from msgen.contracts.numbers import from_plain, renamed
from msgen.merging.change_set import Change
from msgen.merging.design_changes import DesignChange, Verb, design_changes
from msgen.merging.gone import Mention
from msgen.merging.report import counts_line
from msgen.merging.threeway.dangling import Dangling

_VERBS: tuple[Verb, ...] = ("added", "removed", "renamed", "changed")


def as_markdown(update: Update, renewal: Renewal) -> str:
    """First what the spec says that it did not say before, then a part per repository."""
    blocks = [f"## `msgen update` of {renewal.topology.name}", f"{counts_line(update.changes.counts)}."]
    blocks += _section("### In the spec", _design_lines(renewal))
    blocks += _section("### Numbers", [f"- `{each}`" for each in new_numbers(renewal)])
    for part in parts(update):
        blocks += _part(part, renewal)
    blocks += _section("### Left where it is", [f"- `{path}`" for path in update.staying])
    blocks += _section("### No longer in the system", _abandoned(update))
    blocks += _section("### Waiting for a person", [f"- [ ] `{path}`" for path in update.pending])
    return "\n\n".join(blocks) + "\n"


def spec_changes(renewal: Renewal) -> tuple[DesignChange, ...]:
    """None of a repository that stands alone: its design does not change."""
    if renewal.system.is_alone:
        return ()
    return design_changes(renewal.system.lock.design.plain, renewal.design(""), renewal.renames)


def new_numbers(renewal: Renewal) -> tuple[str, ...]:
    """The numbers that proto fields and enum values get now."""
    before = renamed(from_plain(renewal.system.lock.design.plain.get("numbers", {})), renewal.renames.messages)
    known = {owner: {entry.number for entry in entries} for owner, entries in before.owners.items()}
    return tuple(
        f"{owner}.{entry.name} = {entry.number}"
        for owner, entries in renewal.numbers.owners.items()
        for entry in entries
        if entry.number not in known.get(owner, ())
    )


def commit_message(update: Update, renewal: Renewal, paths: Collection[str]) -> str:
    """For a commit with those paths below the destination."""
    folders = {**update.services, **update.removed}
    names = {repository_of(path, folders) for path in paths}
    body = [
        f"{part.service or renewal.topology.name}: {counts_line(part.counts)}"
        for part in parts(update)
        if part.service in names and part.counts
    ]
    changes = [f"- {line}" for line in _told(spec_changes(renewal))]
    paragraphs = [f"Update {renewal.topology.name} by msgen", "\n".join(body), "\n".join(changes)]
    return "\n\n".join(filter(None, paragraphs)) + "\n"


def _design_lines(renewal: Renewal) -> list[str]:
    return [f"- {line}" for line in _told(spec_changes(renewal))]


def _told(changes: Sequence[DesignChange]) -> Iterator[str]:
    for verb in _VERBS:
        named = [_named(change) for change in changes if change.verb == verb]
        if named:
            yield f"{verb}: {', '.join(named)}"


def _named(change: DesignChange) -> str:
    was = f"`{change.was}` → " if change.was else ""
    return f"{change.kind} {was}`{change.name}`"


def _part(part: Part, renewal: Renewal) -> list[str]:
    if not (part.changes or part.pending or part.mentions or part.dangling):
        return []
    title = part.service or f"{renewal.topology.name}, the system's own files"
    return [
        f"### {title}" + (f" (`{part.folder}`)" if part.folder else ""),
        f"{counts_line(part.counts)}.",
        *_listed("Conflicts", (change for change in part.changes if change.action == "conflict")),
        *_listed("Kept as people have it", (change for change in part.changes if change.action == "keep")),
        *_section("Migrations:", [f"- `{path}`" for path in part.migrations]),
        *_section("Lines in which a name has changed:", [_renamed(each) for each in part.renamed]),
        *_section("Imports that find nothing any more:", [_import(each) for each in part.dangling]),
        *_section("Lines that name what is gone:", [_mention(each) for each in part.mentions]),
        *_files(part.changes),
    ]


def _listed(title: str, changes: Iterable[Change]) -> list[str]:
    return _section(f"{title}:", [f"- `{change.path}`" + _said(change, ": ") for change in changes])


def _files(changes: Sequence[Change]) -> list[str]:
    """All of it, folded away."""
    if not changes:
        return []
    rows = "\n".join(f"| {change.action} | `{change.path}` | {_said(change)} |" for change in changes)
    return [f"<details><summary>Files</summary>\n\n| what | file | |\n|---|---|---|\n{rows}\n\n</details>"]


def _said(change: Change, before: str = "") -> str:
    origin = f"from `{change.moved_from}`" if change.moved_from else ""
    clashes = f"{change.clashes} places" if change.clashes > 1 else ""
    said = "; ".join(filter(None, (origin, clashes, change.note))).replace("|", "\\|")
    return f"{before}{said}" if said else ""


def _renamed(line: RenamedLine) -> str:
    return f"- `{line.path}:{line.line}`: `` {line.text} ``"


def _import(line: Dangling) -> str:
    return f"- `{line.path}:{line.line}`: `{line.module}` {became(line)}"


def _mention(mention: Mention) -> str:
    named = ", ".join(f"{each.kind} `{each.name}`" for each in mention.gone)
    return f"- `{mention.path}:{mention.line}` names {named}"


def _abandoned(update: Update) -> list[str]:
    return [f"- `{name}`; its repository `{folder}` is as it was" for name, folder in update.abandoned.items()]


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [title, "\n".join(lines)] if lines else []
