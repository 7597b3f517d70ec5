"""The lines of people's files that name what an update takes away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgen.cli.updating.renewal import Renewal
from msgen.merging.gone import Mention, gone, mentions


def mentions_in(renewal: Renewal, name: str, seeds: Mapping[str, bytes]) -> Iterator[Mention]:
    """Those in the edited seeds of one service, which are given with what they hold afterwards."""
    lock = renewal.lock(name)
    if not name or lock is None:
        return
    things = gone(name, lock.design.plain, renewal.design(name), renewal.renames)
    for path, content in sorted(seeds.items()):
        yield from mentions(path, content, things)
