"""`msgen resolve`: what waits for a person, settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from msgen.cli.keeping.asking import asked
from msgen.cli.keeping.selection import Selection, select_to_write
from msgen.cli.keeping.writing import WAY_BACK, carry_out, tell
from msgen.cli.output import say
from msgen.merging.journal.index_stages import settle_conflicts
from msgen.merging.keeping.recording import with_pending
from msgen.merging.keeping.repositories import with_base
from msgen.merging.keeping.settling import Choice, Settled, settled
from msgen.merging.lock import Pending
from msgen.merging.threeway.pending import SIDE_FILES, open_entries
from msgen.merging.threeway.repository import Repository


class Waiting(Struct, frozen=True):
    repository: Repository
    entry: Pending
    is_open: bool
    """Nobody has settled it by hand yet."""

    @property
    def path(self) -> str:
        """Below the destination."""
        return self.repository.new(self.entry.path)

    @property
    def paths(self) -> list[str]:
        """The path, and those of the files that may lie beside it."""
        return [f"{self.path}{side}" for side in ("", *SIDE_FILES)]


def resolve(paths: Sequence[Path], choice: Choice | None) -> None:
    selection = select_to_write(paths)
    everything = [each for repository in selection.repositories for each in _waiting(selection, repository)]
    meant = [each for each in everything if selection.covers(*each.paths)]
    selection.require(
        [path for each in meant for path in each.paths],
        [each.path for each in everything],
        "nothing waits for you in `{path}`",
    )
    outcomes = {each.path: (each, _settled(selection, each, choice)) for each in meant}
    done = {path: (each, outcome) for path, (each, outcome) in outcomes.items() if outcome is not None}
    if not done:
        say("nothing was written")
        return
    _write(selection, everything, {path: outcome for path, (_, outcome) in done.items()})
    tell([f"{selection.shown(path)}: {outcome.said}" for path, (_, outcome) in done.items()])
    say(_rest([each for each in everything if each.is_open and each.path not in done], selection))


def _waiting(selection: Selection, repository: Repository) -> Iterator[Waiting]:
    pending = repository.lock.pending if repository.lock else ()
    still = open_entries(pending, repository.standing.read)
    for entry in pending:
        yield Waiting(_with_base(selection, repository, entry), entry, entry in still)


def _with_base(selection: Selection, repository: Repository, entry: Pending) -> Repository:
    """What was rejected of a file is a patch: who takes the new version gets it from the pack."""
    return with_base(selection.system, repository) if entry.kind == "side file" else repository


def _settled(selection: Selection, waiting: Waiting, choice: Choice | None) -> Settled | None:
    """None where somebody wants to decide later."""
    if not waiting.is_open:
        return Settled(waiting.path, "it was settled already")
    chosen = choice or asked(selection.shown(waiting.path), waiting.entry, waiting.repository)
    return None if chosen is None else settled(waiting.repository, waiting.entry, chosen)


def _write(selection: Selection, everything: Sequence[Waiting], done: dict[str, Settled]) -> None:
    writes = [write for outcome in done.values() for write in outcome.writes]
    for repository in selection.repositories:
        left = tuple(
            each.entry
            for each in everything
            if each.repository.name == repository.name and each.is_open and each.path not in done
        )
        if repository.lock is not None and left != repository.lock.pending:
            writes.append(with_pending(repository, repository.lock, left))
    system = selection.system
    carry_out(system, "resolve", writes)
    conflicts = [each.path for each in everything if each.entry.kind == "conflict" and each.path in done]
    settle_conflicts(system.destination, conflicts, home=system.home)


def _rest(waiting: Sequence[Waiting], selection: Selection) -> str:
    if not waiting:
        return f"nothing else waits for you there; {WAY_BACK}"
    return "\n".join(["still waiting for you:", *(f"  {selection.shown(each.path)}" for each in waiting), WAY_BACK])
