"""`msgen update --check`: would an update change anything? Nothing is written, and nothing rendered but a lost pack."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.cli import exit_codes
from msgen.cli.output import emit, say
from msgen.cli.updating.machine import CheckReport, Reason, written
from msgen.cli.updating.renewal import Renewal
from msgen.merging.destination import read
from msgen.merging.lock import Lock
from msgen.merging.threeway.pending import open_entries


def check(renewal: Renewal, only: frozenset[str], *, as_json: bool, trust: bool) -> int:
    """The exit code: 1 where an update is due or something waits for a person."""
    reasons = [reason for reason in _reasons(renewal, trust=trust) if not only or reason.service in only]
    absent = {name: folder for name, folder in renewal.absent.items() if not only or name in only}
    if as_json:
        emit(written(CheckReport(bool(reasons), reasons, absent)))
        return exit_codes.FOUND if reasons else exit_codes.DONE
    for name, folder in absent.items():
        say(f"{name}: not checked, `{renewal.system.destination / folder}` is not there")
    if reasons:
        for each in reasons:
            say(f"{each.service or renewal.topology.name}: {each.what}")
        say("hint: run `msgen update`")
    else:
        say("nothing to do")
    return exit_codes.FOUND if reasons else exit_codes.DONE


def _reasons(renewal: Renewal, *, trust: bool) -> Iterator[Reason]:
    for name in renewal.folders:
        if name in renewal.absent:
            continue
        if renewal.lock(name) is None:
            yield Reason(name or None, "new", "not generated yet")
        elif name in renewal.due:
            yield Reason(name or None, "update", "the spec or the blueprints have changed")
        elif renewal.moves(name):
            yield Reason(name or None, "moves", f"moves to `{renewal.folders[name]}`")
    for name in renewal.removed:
        yield Reason(name, "removed", "no longer in the design")
    for name, lock in renewal.locks.items():
        yield from _pending(renewal, name, lock, trust=trust)


def _pending(renewal: Renewal, name: str, lock: Lock, *, trust: bool) -> Iterator[Reason]:
    folder = renewal.system.folders[name] if name else renewal.system.home
    renewal.base_in(folder, lock, trust=trust)
    root = renewal.system.destination / folder
    for entry in open_entries(lock.pending, lambda path: read(root, [path]).get(path)):
        yield Reason(name or None, "pending", f"`{entry.path}` waits for you ({entry.kind})")
