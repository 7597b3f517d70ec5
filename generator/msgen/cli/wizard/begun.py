"""A system that is begun: by questions, or by a spec that is there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from msgen.cli.asking.asker import Asker
from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.refusing import RefusingAsker
from msgen.cli.foreign_code import advice
from msgen.cli.place import refuse_obstacle
from msgen.cli.spec_location import WrittenSpec
from msgen.cli.wizard.rehearsal import Rehearsal, Rehearse, spec_of

if TYPE_CHECKING:
    from msgen.cli.creating.prepared import Prepared


class Beginning(Struct, frozen=True):
    """A spec, where its system goes, and what was answered on the way."""

    spec: WrittenSpec
    destination: Path | None
    answers: Answers | None = None
    """`None` where the spec does not come from answers."""
    is_answered_by_a_person: bool = False
    seen: Prepared | None = None
    """What a person has confirmed, if it could be found out before."""

    def remember(self) -> None:
        """The system stands: its answers need not be kept, and what they say beside the design is for the next one."""
        if self.answers is None or not self.is_answered_by_a_person:
            return
        from msgen.cli.wizard.state.journal import Journal
        from msgen.cli.wizard.state.settings import remember

        with suppress(OSError):  # the system stands, whatever becomes of this
            Journal.of(self.destination).remove()
            if "name" in self.answers:
                remember(self.answers)


def interviewed(asker: Asker, destination: Path | None, rehearse: Rehearse | None = None) -> Beginning:
    """The spec that the wizard makes of answers; a person sees what it writes, where that can be found out."""
    from msgen.cli.wizard.interview import Interview
    from msgen.cli.wizard.state.journal import Journal

    if destination is not None:
        refuse_obstacle(destination)
    if told := advice(destination or Path()):
        asker.say(told)
    by_person = not isinstance(asker, RefusingAsker)
    rehearsal = Rehearsal(asker, destination, rehearse) if rehearse is not None and by_person else None
    answers = Interview(asker, destination, Journal.of(destination), rehearsal).run()
    seen = rehearsal.of(answers) if rehearsal is not None else None
    return Beginning(spec_of(answers, destination), destination, answers, by_person, seen)
