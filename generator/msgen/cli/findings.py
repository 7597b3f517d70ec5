"""What the commands that generate or run a system say about its design; it never changes how they end."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgen.cli.output import say

if TYPE_CHECKING:
    from msgen.spec import Document
    from msgen.topology.model import Topology

SHOWN = 5


def tell(topology: Topology, document: Document) -> None:
    """The gravest findings, one line each, then how many there are of each severity."""
    from datetime import UTC, datetime

    from msgen.lint.runner import Surroundings, check

    findings = check(topology, Surroundings(document, today=datetime.now(UTC).date())).shown
    if not findings:
        return
    for finding in findings[:SHOWN]:
        say(finding.title)
    counts = Counter(finding.severity for finding in findings)
    said = ", ".join(
        _counted(counts[severity], severity) for severity in ("error", "warning", "info") if counts[severity]
    )
    say(f"findings about the design: {said}; `msgen lint` tells more")


def _counted(count: int, severity: str) -> str:
    return f"{count} {severity}" if count == 1 or severity == "info" else f"{count} {severity}s"
