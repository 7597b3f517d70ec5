"""What can be done where a spec stands already; it is never overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

from msgen.cli import exit_codes
from msgen.cli.asking.asker import Asker
from msgen.cli.asking.question import Answer, Choice, Question
from msgen.cli.output import say
from msgen.cli.spec_location import held_by, spec_of_new
from msgen.cli.wizard.begun import Beginning, interviewed
from msgen.cli.wizard.existing.addition import added
from msgen.cli.wizard.existing.change import changed
from msgen.cli.wizard.rehearsal import Rehearse
from msgen.merging.lock import LOCK


def offered(asker: Asker, destination: Path | None, rehearse: Rehearse | None = None) -> Beginning:
    """The beginning that a person chooses; Ctrl-C leaves everything as it is."""
    held = held_by(destination)
    try:
        return _chosen(asker, destination, held, rehearse)
    except KeyboardInterrupt:
        say(f"`{held}` is as it was")
        raise typer.Exit(exit_codes.INTERRUPTED) from None


def _chosen(asker: Asker, destination: Path | None, held: Path, rehearse: Rehearse | None) -> Beginning:
    is_generated = (held.parent / LOCK).is_file()
    while True:
        match asker.ask(_question(held), progress="Spec"):
            case "generate":
                return Beginning(spec_of_new(destination, None, None), destination)
            case "change" if changed(asker, held):
                if is_generated:
                    say(f"next:\n  msgen update {held.parent}")
                    raise typer.Exit
                return Beginning(spec_of_new(destination, None, None), destination)
            case "add" if added(asker, held):
                raise typer.Exit
            case "other" if (folder := _other(asker, held)) is not None:
                return interviewed(asker, folder, rehearse)


def _question(held: Path) -> Question:
    return Question(
        name="existing",
        text=f"There is `{held}` already. What shall be done?",
        help="It is never overwritten.",
        why=(
            "What the spec says is generated as it stands. A change is made in its text, with every comment and every "
            "other line as it was; where the system is generated already, `msgen update` follows it."
        ),
        kind="choice",
        default="generate",
        choices=tuple(_choices()),
        option="--spec FILE",
        topic="Spec",
    )


def _choices() -> Iterator[Choice]:
    yield Choice("generate", "resume", "generate what it says")
    yield Choice("change", "change a setting", "in its own text; comments stay")
    yield Choice("add", "add to it", "a context, a service, an operation and so on")
    yield Choice("other", "start under another name", "the wizard, in another folder")


def _other(asker: Asker, held: Path) -> Path | None:
    """A folder beside that of the spec; `None` for the way back."""
    own = held.absolute().parent
    answer = asker.ask(_folder(own.parent, own.name), progress="Another folder")
    return own.parent / answer if isinstance(answer, str) else None


def _folder(beside: Path, name: str) -> Question:
    def check(answer: Answer) -> str | None:
        is_taken = (beside / str(answer)).exists() or not answer
        return f"`{beside / str(answer)}` is there: choose another name, as `{name}-2`" if is_taken else None

    return Question(
        name="folder",
        text="Which folder shall the other system have?",
        help=f"It is made in `{beside}`.",
        why="Its name is proposed as the name of the system.",
        kind="text",
        default=next(f"{name}-{number}" for number in range(2, 1000) if not (beside / f"{name}-{number}").exists()),
        option="DEST",
        check=check,
        topic="Spec",
    )
