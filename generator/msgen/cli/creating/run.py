"""One `msgen new`, from the question what is wanted to the receipt."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

from msgspec import Struct

from msgen.cli.archive import emit_tar, refuse_a_terminal
from msgen.cli.beginning import STDOUT, begin
from msgen.cli.creating.outline import outline
from msgen.cli.creating.prepared import Prepared, Wishes
from msgen.cli.findings import tell, tell_found, tell_gravest
from msgen.cli.output import emit, say
from msgen.cli.place import Place
from msgen.cli.receipt import receipt
from msgen.cli.wizard.begun import Beginning
from msgen.merging.apply import apply, refuse_conflicts
from msgen.merging.journal.run import interrupted, recover
from msgen.merging.report import summary


class Run(Struct, frozen=True):
    """What was asked for."""

    destination: Path | None
    spec: str | None
    sample: str | None
    yes: bool
    dry_run: bool
    wishes: Wishes


def run(asked: Run) -> None:
    if asked.destination == STDOUT:
        refuse_a_terminal()
        if not asked.dry_run:
            _emit(asked, begin(asked.destination, asked.spec, asked.sample, yes=asked.yes))
            return
    begun = begin(asked.destination, asked.spec, asked.sample, yes=asked.yes, rehearse=asked.wishes.rehearsed)
    if (prepared := _prepared(asked, begun)) is None:
        return
    if asked.dry_run:
        emit(f"{summary(prepared.changes)}\n")
        refuse_conflicts(prepared.changes)
        return
    place = prepared.generation.place
    report = apply(prepared.changes, place.destination, home=place.home, waiting=_waiting)
    begun.remember()
    say(receipt(prepared.generation.topology, place, report, was_asked=begun.answers is not None))


def _emit(asked: Run, begun: Beginning) -> None:
    """The system as a tar, which meets nothing that stands anywhere."""
    generation = asked.wishes.generation(begun.spec, begun.destination)
    tell(generation.topology, generation.document)
    emit_tar(generation.whole(trust=asked.wishes.trust), generation.topology.name)
    begun.remember()


def _prepared(asked: Run, begun: Beginning) -> Prepared | None:
    """What is to be written, told to whoever has not seen it; `None` where nothing is left to do."""
    seen = begun.seen
    generation = seen.generation if seen is not None else asked.wishes.generation(begun.spec, begun.destination)
    place = generation.place
    if _recovered(place, dry_run=asked.dry_run):
        seen = None
    if generation.is_there_already:
        say(f"`{place.system}` is generated from this spec already: nothing to do")
        return None
    prepared = seen or asked.wishes.prepared(generation)
    if seen is None and not asked.dry_run and sys.stderr.isatty():
        tell_gravest(prepared.findings)
        say(f"about to write to `{place.system}`:\n{textwrap.indent(outline(prepared), '  ')}")
    else:
        tell_found(prepared.findings)
    return prepared


def _recovered(place: Place, *, dry_run: bool) -> bool:
    """Finish what was interrupted there, unless nothing is to be written; whether there was anything."""
    if not dry_run:
        return recover(place.destination, home=place.home, waiting=_waiting)
    if interrupted(place.destination, home=place.home):
        say(f"an earlier run was interrupted in `{place.system}`; the next one finishes it first")
    return False


def _waiting() -> None:
    say("another msgen writes there; waiting for it to end")
