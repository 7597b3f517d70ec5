"""What would be generated now, for the commands that compare single files with it."""

from __future__ import annotations

from pathlib import Path

from msgen.cli.updating.renewal import Renewal
from msgen.merging.recorded import RecordedSystem, require_same_blueprints


def renewal_of(system: RecordedSystem, blueprints: Path | None) -> Renewal:
    """Raises where the system was generated from blueprints that were not given."""
    require_same_blueprints(system, given=blueprints is not None)
    return Renewal.of(system, blueprints)
