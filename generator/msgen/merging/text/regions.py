"""How a place that both sides changed is shown in the file: both versions, and what they started from."""

from __future__ import annotations

from dataclasses import dataclass

from msgen.merging.text.lines import common_end, common_start, ended, split_lines

BEGIN, ORIGIN, SPLIT, FINISH = b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands beside the markers of a region: `yours`, and for example `blueprint 1.4`."""

    yours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Sides:
    """A clash without the lines with which both sides start and end alike."""

    before: bytes
    yours: bytes
    theirs: bytes
    after: bytes


def sides(yours: bytes, theirs: bytes) -> Sides:
    mine, others = split_lines(yours), split_lines(theirs)
    start = common_start(mine, others)
    end = common_end(mine[start:], others[start:])
    return Sides(
        b"".join(mine[:start]),
        b"".join(mine[start : len(mine) - end]),
        b"".join(others[start : len(others) - end]),
        b"".join(mine[len(mine) - end :]),
    )


def region(base: bytes, found: Sides, labels: Labels, ending: bytes) -> bytes:
    """The marked text of a clash, each side's last line ended."""
    return b"".join(
        (
            found.before,
            BEGIN + b" " + labels.yours.encode() + ending,
            ended(found.yours, ending),
            ORIGIN + ending,
            ended(base, ending),
            SPLIT + ending,
            ended(found.theirs, ending),
            FINISH + b" " + labels.theirs.encode() + ending,
            found.after,
        )
    )


def union(found: Sides, ending: bytes) -> bytes:
    """Both sides below each other, what they share once."""
    both = ended(found.yours, ending) + found.theirs if found.theirs else found.yours
    return found.before + (ended(both, ending) + found.after if found.after else both)
