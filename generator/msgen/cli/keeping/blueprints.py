"""What would be generated now, for the commands that compare single files with it."""

from __future__ import annotations

from pathlib import Path

from msgen.cli.updating.renewal import Renewal
from msgen.merging.errors import BlueprintsMissing
from msgen.merging.recorded import RecordedSystem


def renewal_of(system: RecordedSystem, blueprints: Path | None) -> Renewal:
    """Raises where the system was generated from blueprints that were not given."""
    if blueprints is None and any(blueprint.source == "custom" for blueprint in system.lock.blueprints):
        raise BlueprintsMissing(str(system.root))
    return Renewal.of(system, blueprints)
