"""One `msgen update`, from the question whether there is anything to do to the report."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from msgen.cli import exit_codes
from msgen.cli.large_blocks import give_back_large_blocks
from msgen.cli.output import emit, say
from msgen.cli.usage_errors import unknown
from msgen.merging.journal.location import journal_of
from msgen.merging.journal.run import recover
from msgen.merging.recorded import Place, RecordedSystem, find, lock_of, require_same_blueprints
from msgen.merging.unchanged import is_of_today, is_unchanged
from msgen.rendering.blueprint import available, load

if TYPE_CHECKING:
    from msgen.cli.updating.branching import Commit
    from msgen.cli.updating.renewal import Renewal
    from msgen.cli.updating.update import Update
    from msgen.merging.journal.journal import Journal
    from msgen.merging.lock import Lock
    from msgen.merging.threeway.decide import Conflicts


class Run(Struct, frozen=True):
    """What was asked for."""

    path: Path
    check: bool
    dry_run: bool
    diff: bool
    as_json: bool
    ask: bool
    only: tuple[str, ...]
    conflicts: Conflicts
    blueprints: Path | None
    trust: bool
    confirmed: tuple[str, ...]
    purge: bool
    branch: str | None
    summary: bool

    @property
    def writes(self) -> bool:
        return not (self.check or self.dry_run or self.diff)


def run(asked: Run) -> int:
    """The exit code."""
    give_back_large_blocks()
    place = find(asked.path)
    journal = journal_of(asked.path, place.system)
    if not asked.writes and journal.interrupted:
        say(f"an earlier run was interrupted in `{place.system.root}`; the next one finishes it first")
        if asked.check:
            return exit_codes.FOUND
    if asked.writes and _recovered(journal, place.system):
        place = find(asked.path)
    system = place.system
    require_same_blueprints(system, given=asked.blueprints is not None)
    if not asked.only and _nothing_to_do(system, asked):
        return _said_nothing(asked, system)
    return _with_spec(asked, place)


def _recovered(journal: Journal, system: RecordedSystem) -> bool:
    """Finish what was interrupted there, in the system and in a repository of its services alone."""
    places = dict.fromkeys([(journal.destination, journal.home), (system.destination, system.home)])
    return any([recover(destination, home=home, waiting=_waiting) for destination, home in places])


def _with_spec(asked: Run, place: Place) -> int:
    from msgen.cli.findings import tell
    from msgen.cli.updating.checking import check
    from msgen.cli.updating.renewal import Renewal

    renewal = Renewal.of(place.system, asked.blueprints)
    only = _only(asked, place, renewal)
    if asked.check:
        return check(renewal, only, as_json=asked.as_json, trust=asked.trust)
    if asked.writes and renewal.document is not None:
        tell(renewal.topology, renewal.document)
    return _carried_out(asked, renewal, only)


def _carried_out(asked: Run, renewal: Renewal, only: frozenset[str]) -> int:
    from msgen.cli.progress import Progress
    from msgen.cli.updating.consent import is_wanted
    from msgen.cli.updating.report import as_text
    from msgen.cli.updating.update import update_of
    from msgen.cli.updating.wishes import Wishes

    wishes = Wishes(asked.conflicts, only, _confirmed(asked, renewal, only), asked.purge, asked.trust)
    with Progress() as progress:
        update = update_of(renewal, wishes, progress)
    if asked.conflicts == "fail" and update.changes.having("conflict"):
        say("conflicts, and `--conflict fail` was given: nothing was written")
        emit(as_text(update))
        return exit_codes.FOUND
    if asked.writes and asked.ask and not asked.as_json and not is_wanted(update, renewal):
        say("nothing was written")
        return exit_codes.DONE
    _report(asked, renewal, update, _written(asked, renewal, update) if asked.writes else ())
    return exit_codes.FOUND if update.pending else exit_codes.DONE


def _written(asked: Run, renewal: Renewal, update: Update) -> tuple[Commit, ...]:
    """Write it, and commit it where a branch is wanted."""
    from msgen.cli.updating.branching import Branch
    from msgen.cli.updating.summary import commit_message
    from msgen.merging.apply import apply

    system, branch = renewal.system, None
    if asked.branch is not None:
        branch = Branch.prepared(asked.branch, system.destination, [write.path for write in update.changes.writes])
    apply(update.changes, system.destination, command="update", home=system.home, waiting=_waiting)
    return branch.commit(partial(commit_message, update, renewal)) if branch is not None else ()


def _report(asked: Run, renewal: Renewal, update: Update, commits: tuple[Commit, ...]) -> None:
    from msgen.cli.updating.machine import as_json
    from msgen.cli.updating.report import as_diff, as_text
    from msgen.cli.updating.summary import as_markdown

    if asked.as_json:
        emit(as_json(update, renewal, commits))
    elif asked.summary:
        emit(as_markdown(update, renewal))
    elif asked.diff:
        emit(as_diff(update))
    elif asked.dry_run:
        emit(as_text(update))
    else:
        say(as_text(update, commits).rstrip("\n"))


def _nothing_to_do(system: RecordedSystem, asked: Run) -> bool:
    inputs = system.lock.inputs
    if _waits(system.lock) or system.absent:
        return False
    loaded = [load(name, asked.blueprints) for name in available(asked.blueprints)]
    if inputs is None:
        return is_of_today(system.lock, loaded)
    if not is_unchanged(system.root, inputs, loaded):
        return False
    return not any(_waits(lock_of(system, folder)) for folder in system.folders.values())


def _waits(lock: Lock) -> bool:
    """For a person, or for the two branches that wrote it to be brought together."""
    return bool(lock.pending) or lock.other is not None


def _said_nothing(asked: Run, system: RecordedSystem) -> int:
    if asked.as_json:
        from msgen.cli.updating.machine import CheckReport, nothing_done, written

        emit(written(CheckReport(False, [], {})) if asked.check else nothing_done(str(system.destination)))
    elif not asked.diff:
        say(f"`{system.root}` is as its spec and the blueprints say: nothing to do")
    return exit_codes.DONE


def _only(asked: Run, place: Place, renewal: Renewal) -> frozenset[str]:
    """The services that are meant; empty for all of the system."""
    named = (*asked.only, *([place.service] if place.service is not None else []))
    known = {*filter(None, renewal.folders), *place.system.folders}
    for name in named:
        if name not in known:
            raise unknown("service", name, sorted(known))
    return frozenset(named)


def _confirmed(asked: Run, renewal: Renewal, only: frozenset[str]) -> frozenset[str]:
    """The services whose removal is meant: those given by `--confirm`, and those typed at the terminal."""
    from msgen.cli.updating.removal import asked_at_the_terminal

    confirmed = set(asked.confirmed)
    if asked.writes:
        open_ = [name for name in renewal.removed if name not in confirmed and (not only or name in only)]
        confirmed |= asked_at_the_terminal(open_, _fate(asked, renewal), ask=asked.ask)
    else:
        confirmed |= set(renewal.removed)
    return frozenset(confirmed)


def _fate(asked: Run, renewal: Renewal) -> str:
    """What becomes of the files of a service that is removed."""
    if renewal.was_multi_repo:
        return "its repository is left as it is"
    return "its files are removed, those with edits too" if asked.purge else "its files are removed, edited ones stay"


def _waiting() -> None:
    say("another msgen writes there; waiting for it to end")
