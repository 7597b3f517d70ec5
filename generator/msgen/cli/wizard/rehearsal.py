"""What the answers so far would write, so that a person sees it before it is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from msgen.cli.asking.asker import Asker
from msgen.cli.asking.conversation import Answers
from msgen.cli.spec_location import SPEC, WrittenSpec, spec_of_new

if TYPE_CHECKING:
    from msgen.cli.creating.prepared import Prepared

Rehearse = Callable[[WrittenSpec, Path | None], "Prepared | None"]


class Rehearsal(Struct):
    """Everything is rendered once for the same answers, and what is confirmed is what is written."""

    asker: Asker
    destination: Path | None
    rehearse: Rehearse
    answers: Answers | None = None
    """Those of the last time."""
    last: Prepared | None = None

    def of(self, answers: Answers) -> Prepared | None:
        """`None` where it cannot be written as it is: that is told, and another answer may change it."""
        if answers != self.answers:
            self.answers, self.last = answers, self._rehearsed(answers)
        return self.last

    def _rehearsed(self, answers: Answers) -> Prepared | None:
        from msgen.cli.usage import UsageError
        from msgen.merging.errors import MergingError
        from msgen.rendering.errors import RenderingError

        try:
            return self.rehearse(spec_of(answers, self.destination), self.destination)
        except (UsageError, MergingError, RenderingError, OSError) as error:
            self.asker.say(f"it could not be written now: {error}")
            return None


def spec_of(answers: Answers, destination: Path | None) -> WrittenSpec:
    """The spec that confirmed answers are."""
    from msgen.cli.wizard.look import Look
    from msgen.cli.wizard.script import looked_at
    from msgen.spec import read_contents

    if isinstance(sample := answers.get("sample"), str):
        return spec_of_new(destination, None, sample)
    seen = looked_at(answers)
    assert isinstance(seen, Look), "what the questions allow is a spec"
    folder = destination or Path(seen.topology.name)
    return WrittenSpec(read_contents({SPEC: seen.text.encode()}, str(folder)), None)
