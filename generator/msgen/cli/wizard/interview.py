"""One run of the wizard, from the first question to the confirmation."""

from __future__ import annotations

import shutil
from pathlib import Path

import typer
from msgspec import Struct

from msgen.cli import exit_codes
from msgen.cli.asking.asker import Asker
from msgen.cli.asking.conversation import Answers, applicable, converse
from msgen.cli.asking.glyphs import Glyphs
from msgen.cli.asking.question import Choice, Question
from msgen.cli.asking.refusing import RefusingAsker
from msgen.cli.manners import ACCESSIBLE, is_wanted
from msgen.cli.wizard.look import Look
from msgen.cli.wizard.rehearsal import Rehearsal
from msgen.cli.wizard.review import Reviewed, review
from msgen.cli.wizard.script import completed, looked_at, offered, requests, script_in
from msgen.cli.wizard.state.journal import Journal
from msgen.cli.wizard.surroundings import surroundings, system_of
from msgen.cli.wizard.told import told

_CONTINUE, _ANEW = "continue", "anew"


class Interview(Struct):
    """Questions until the answers are confirmed; each answer is noted in the journal before the next question."""

    asker: Asker
    destination: Path | None
    journal: Journal
    rehearsal: Rehearsal | None = None
    seen: Look | None = None
    """The draft as it was told last."""
    saves: bool | None = None
    """There are saved answers; `None` before the first, false where none can be saved."""

    def run(self) -> Answers:
        """The confirmed answers, with those taken over from last time."""
        around = surroundings(self.destination, is_asked=not isinstance(self.asker, RefusingAsker))
        script = script_in(around)

        def noted(answers: Answers) -> None:
            if isinstance(self.asker, RefusingAsker):
                return
            self._save(answers)
            self._tell(completed(around, applicable(script(answers), answers)))

        try:
            answers = converse(script, self.asker, self._resumed(), noted)
            while True:
                seen = looked_at(completed(around, answers))
                page = Reviewed(
                    self._goal(answers),
                    seen if isinstance(seen, Look) else None,
                    requests(around, answers),
                    self._outline(completed(around, answers)),
                )
                changed = review(script, self.asker, answers, noted, page)
                if changed is None:
                    return completed(around, answers)
                answers = changed
        except KeyboardInterrupt:
            self._stop()
            raise typer.Exit(exit_codes.INTERRUPTED) from None

    def _save(self, answers: Answers) -> None:
        """Where nothing can be saved the wizard goes on without, and says so once."""
        if self.saves is False:
            return
        try:
            self.journal.write(answers)
            self.saves = True
        except OSError as error:
            self.saves = False
            self.asker.say(f"answers cannot be saved in `{self.journal.path.parent}`: {(error.strerror or '').lower()}")

    def _resumed(self) -> Answers:
        """The answers of a run that did not end, if a person wants to go on with them."""
        if isinstance(self.asker, RefusingAsker):
            return {}
        answers, broken = self.journal.read()
        if broken is not None:
            self.asker.say(f"the saved answers cannot be read; they were put aside as `{broken}`")
        if not answers:
            return {}
        self.saves = True
        chosen = self.asker.ask(_resuming(len(answers)), progress="Saved answers")
        return answers if chosen == _CONTINUE else {}

    def _tell(self, answers: Answers) -> None:
        seen = looked_at(answers)
        if not isinstance(seen, Look):
            return
        said = told(
            self.seen,
            seen,
            asked=offered(seen),
            width=min(shutil.get_terminal_size().columns, 100) - 1,
            unicode=Glyphs.of_the_locale() == Glyphs(),
            drawing=not is_wanted(ACCESSIBLE),
        )
        self.seen = seen
        if said:
            self.asker.say(said)

    def _outline(self, answers: Answers) -> str:
        """What the answers would write; empty where that is not known."""
        from msgen.cli.creating.outline import outline

        prepared = self.rehearsal.of(answers) if self.rehearsal is not None else None
        return outline(prepared) if prepared is not None else ""

    def _goal(self, answers: Answers) -> str:
        if self.destination is not None:
            return str(self.destination)
        return system_of(str(answers["sample"])) if "sample" in answers else str(answers["name"])

    def _stop(self) -> None:
        given = f" {self.destination}" if self.destination is not None else ""
        self.asker.say(f"saved, continue with `msgen new{given}`" if self.saves else "nothing was saved or written")


def _resuming(count: int) -> Question:
    return Question(
        name="resume",
        text=f"There are {count} answers of an earlier run. Go on with them?",
        help="Each can still be changed, by Ctrl-B or on the last page.",
        why="Answers are saved after every question, in your own state folder, until the system is written.",
        kind="choice",
        default=_CONTINUE,
        choices=(Choice(_CONTINUE, "go on"), Choice(_ANEW, "start anew", "the saved answers are overwritten")),
        topic="Saved answers",
    )
