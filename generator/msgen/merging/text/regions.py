"""How a place that both sides changed is shown in the file: both versions, and what they started from."""

from __future__ import annotations

from dataclasses import dataclass

from msgen.merging.text.lines import common_end, common_start, ended, is_ended, split_lines, unended

BEGIN, ORIGIN, SPLIT, FINISH = b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands beside the markers of a region: `yours`, and for example `blueprint 1.4`."""

    yours: str
    theirs: str


def region(base: bytes, yours: bytes, theirs: bytes, labels: Labels, ending: bytes) -> bytes:
    """The marked text of a clash, each side's last line ended; lines that both begin or end with stand outside."""
    start, mine, others, end = _apart(yours, theirs, ending)
    return b"".join(
        (
            start,
            BEGIN + b" " + labels.yours.encode() + ending,
            mine,
            ORIGIN + ending,
            ended(base, ending),
            SPLIT + ending,
            others,
            FINISH + b" " + labels.theirs.encode() + ending,
            end if is_ended(yours) or is_ended(theirs) else unended(end),
        )
    )


def union(yours: bytes, theirs: bytes, ending: bytes) -> bytes:
    """Both sides below each other, the lines that both begin or end with once."""
    both = b"".join(_apart(yours, theirs, ending))
    return both if is_ended(yours) or is_ended(theirs) else unended(both)


def _apart(yours: bytes, theirs: bytes, ending: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """The common start, what each side has then, and the common end, all lines ended."""
    mine, others = (split_lines(ended(text, ending)) for text in (yours, theirs))
    start = common_start(mine, others)
    end = common_end(mine[start:], others[start:])
    behind, behind_others = len(mine) - end, len(others) - end
    parts = mine[:start], mine[start:behind], others[start:behind_others], mine[behind:]
    first, second, third, last = map(b"".join, parts)
    return first, second, third, last
