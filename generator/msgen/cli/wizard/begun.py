"""A system that is begun: by questions, or by a spec that is there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from msgen.cli.asking.asker import Asker
from msgen.cli.asking.conversation import Answers
from msgen.cli.asking.refusing import RefusingAsker
from msgen.cli.foreign_code import advice
from msgen.cli.place import refuse_obstacle
from msgen.cli.spec_location import SPEC, WrittenSpec, spec_of_new


class Beginning(Struct, frozen=True):
    """A spec, where its system goes, and what was answered on the way."""

    spec: WrittenSpec
    destination: Path | None
    answers: Answers | None = None
    """`None` where the spec does not come from answers."""
    is_answered_by_a_person: bool = False

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


def interviewed(asker: Asker, destination: Path | None) -> Beginning:
    """The spec that the wizard makes of answers."""
    from msgen.cli.wizard.interview import Interview
    from msgen.cli.wizard.look import Look
    from msgen.cli.wizard.script import looked_at
    from msgen.cli.wizard.state.journal import Journal
    from msgen.spec import read_contents

    if destination is not None:
        refuse_obstacle(destination)
    if told := advice(destination or Path()):
        asker.say(told)
    answers = Interview(asker, destination, Journal.of(destination)).run()
    by_person = not isinstance(asker, RefusingAsker)
    if isinstance(sample := answers.get("sample"), str):
        return Beginning(spec_of_new(destination, None, sample), destination, answers, by_person)
    seen = looked_at(answers)
    assert isinstance(seen, Look), "what the questions allow is a spec"
    folder = destination or Path(seen.topology.name)
    document = read_contents({SPEC: seen.text.encode()}, str(folder))
    return Beginning(WrittenSpec(document, None), destination, answers, by_person)
