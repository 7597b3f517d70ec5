"""One `msgen add`, from what was asked for to what comes next."""

from __future__ import annotations

import typer

from msgen.cli.adding.asked import completed, missing
from msgen.cli.adding.kind import Kind
from msgen.cli.adding.outcome import Outcome, outcome_of
from msgen.cli.adding.site import Site, site_of
from msgen.cli.adding.told import next_step, tell_added, tell_findings
from msgen.cli.adding.wish import Wish
from msgen.cli.asking.conversation import Answers
from msgen.cli.output import emit, emit_bytes, say
from msgen.cli.usage import UsageError


def add(kind: Kind, answers: Answers, wish: Wish) -> None:
    """Nothing is written before everything is known to fit."""
    site = site_of(wish)
    if wish.update and not site.is_generated:
        raise UsageError("`--update` needs a generated system", "`msgen new` makes one from the spec")
    was_asked = bool(missing(kind, answers))
    complete = completed(kind, answers, site.topology, wish)
    outcome = outcome_of(site, kind.addition(site.document, site.topology, complete))
    tell_findings(outcome)
    if site.folder is None and not wish.dry_run:
        emit_bytes(next(iter(outcome.document.contents.values())))
        return
    if wish.dry_run:
        emit(outcome.diff)
        return
    if was_asked and not _confirmed(outcome):
        say("nothing was written")
        return
    _write(kind, complete, site, outcome)
    _go_on(site, wish)


def _write(kind: Kind, answers: Answers, site: Site, outcome: Outcome) -> None:
    from msgen.cli.adding.written import write

    if site.folder is not None:
        write(site, site.folder, outcome, f"add {kind.name}")
        tell_added(kind.name, kind.shown(answers), outcome, site)


def _go_on(site: Site, wish: Wish) -> None:
    """The update, where it is wanted; else what to type for it."""
    if wish.update or (site.is_generated and not wish.yes and _wants_update()):
        raise typer.Exit(_update(site))
    say(f"next:\n  {next_step(site)}")


def _confirmed(outcome: Outcome) -> bool:
    say(outcome.diff)
    return _yes("write", "Write it?", "The spec changes as shown above.", "Nothing else is touched before an update.")


def _wants_update() -> bool:
    from msgen.cli.asking.chosen import can_ask

    return can_ask() and _yes(
        "update", "Update the system now?", "What was added is generated; your edits stay.",
        "It is what `msgen update` does: a three-way merge of what was generated, what is generated now and what you "
        "wrote. `msgen undo` takes the update back.",
    )  # fmt: skip


def _yes(name: str, text: str, help_: str, why: str) -> bool:
    from msgen.cli.asking.chosen import chosen_asker
    from msgen.cli.asking.question import Question

    return chosen_asker(yes=False).ask(Question(name, text, help_, why, "yes_no", True), progress="Addition") is True


def _update(site: Site) -> int:
    from msgen.cli.updating.run import Run, run

    assert site.folder is not None
    return run(
        Run(
            path=site.folder, check=False, dry_run=False, diff=False, as_json=False, ask=False, only=(),
            conflicts="inline", blueprints=None, trust=False, confirmed=(), purge=False, branch=None, summary=False,
        )
    )  # fmt: skip
