"""What the commands that generate or run a system say about its design; it never changes how they end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgen.cli.output import say

if TYPE_CHECKING:
    from msgen.diagnostics import Finding
    from msgen.spec import Document
    from msgen.topology.model import Topology

SHOWN = 5


def tell(topology: Topology, document: Document) -> None:
    """Those about this design."""
    tell_found(findings_of(topology, document))


def tell_found(findings: Sequence[Finding]) -> None:
    """The gravest, one line each, then how many there are of each severity."""
    if not findings:
        return
    tell_gravest(findings)
    say(f"findings about the design: {counted(findings)}; `msgen lint` tells more")


def tell_gravest(findings: Sequence[Finding]) -> None:
    for finding in findings[:SHOWN]:
        say(finding.title)


def findings_of(topology: Topology, document: Document) -> tuple[Finding, ...]:
    """What is not waived, the gravest first."""
    from datetime import UTC, datetime

    from msgen.lint.runner import Surroundings, check

    return check(topology, Surroundings(document, today=datetime.now(UTC).date())).shown


def counted(findings: Sequence[Finding]) -> str:
    """How many there are of each severity: `1 error, 2 warnings`."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(_count(counts[each], each) for each in ("error", "warning", "info") if counts[each]) or "none"


def _count(count: int, severity: str) -> str:
    return f"{count} {severity}" if count == 1 or severity == "info" else f"{count} {severity}s"
