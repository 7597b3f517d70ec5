"""Whether a merged file says what it must."""

from __future__ import annotations

from msgen.merging.text.entries import Entry
from msgen.merging.text.structure.errors import Unmergeable
from msgen.merging.text.structure.identity import named


def is_right(base: Entry | None, yours: Entry | None, theirs: Entry | None, result: Entry | None) -> bool:
    """Each value is the one that a side gave it, and yours where both did."""
    before, mine, others, found = (each.value if each else None for each in (base, yours, theirs, result))
    if found == (others if mine == before else mine) and (others in (before, mine) or mine == before):
        return True
    collections = [each for each in (base, yours, theirs, result) if each]
    if not result or any(each.children is None or each.is_list is not result.is_list for each in collections):
        return found == mine or _holds_both(base, yours, theirs, result)
    try:
        sides, _ = named(base, yours, theirs, result)
    except Unmergeable:
        return found == mine
    names = {name: None for side in sides for name in side}
    return all(is_right(*(side.get(name) for side in sides)) for name in names)


def _holds_both(base: Entry | None, yours: Entry | None, theirs: Entry | None, result: Entry | None) -> bool:
    """A list on one line has what either side added and nothing that a side took away."""
    before, mine, others, found = (
        set(each.inline.values) if each and each.inline else set() for each in (base, yours, theirs, result)
    )
    return found == (before & mine & others) | (mine - before) | (others - before)
