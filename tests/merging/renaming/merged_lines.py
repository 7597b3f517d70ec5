"""A generated file that a person edited, after an update that renames."""

from __future__ import annotations

from renamed_systems import Change

from msgen.merging.renaming import RenamedLines
from msgen.merging.text import Labels, merge_text


def merged(change: Change, service: str, path: str, *edits: tuple[str, str]) -> tuple[str, int]:
    """Its text, and how many conflicts it shows. `service` is the new name, `path` the old one."""
    repository = change.repository(service)
    base, theirs = repository.base[path], repository.theirs[repository.pairs[path]]
    generated = yours = base.content.decode()
    for before, after in edits:
        assert before in yours
        yours = yours.replace(before, after, 1)
    was, mine = (repository.carried(path, text).encode() for text in (generated, yours))
    now = repository.pairs[path]
    was, mine = RenamedLines(change.renames, service).agreed(base.id, was, mine, theirs.content, path=now)
    result = merge_text(was, mine, theirs.content, path=now)
    return result.inline(Labels("yours", "blueprint")).decode(), result.clashes
