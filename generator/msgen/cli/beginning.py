"""How `msgen new` begins: with a spec that was named, with one that stands there, or with questions."""

from __future__ import annotations

from pathlib import Path

from msgen.cli.asking.chosen import chosen_asker
from msgen.cli.asking.refusing import RefusingAsker
from msgen.cli.spec_location import held_by, spec_of_new
from msgen.cli.wizard.begun import Beginning, interviewed
from msgen.cli.wizard.rehearsal import Rehearse

STDOUT = Path("-")


def begin(
    destination: Path | None, spec: str | None, sample: str | None, *, yes: bool, rehearse: Rehearse | None = None
) -> Beginning:
    if spec is not None or sample is not None:
        return Beginning(spec_of_new(destination, spec, sample), destination)
    asker = chosen_asker(yes=yes)
    if held_by(destination).is_file():
        if isinstance(asker, RefusingAsker):
            return Beginning(spec_of_new(destination, None, None), destination)
        from msgen.cli.wizard.existing.offer import offered

        return offered(asker, destination, rehearse)
    if isinstance(asker, RefusingAsker) and not asker.takes_defaults:
        return Beginning(spec_of_new(destination, None, None), destination)
    return interviewed(asker, destination, rehearse)
