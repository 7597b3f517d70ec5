"""What `msgen add` says."""

from __future__ import annotations

import shlex
from collections import Counter

from msgen.cli.adding.outcome import Outcome
from msgen.cli.adding.site import Site
from msgen.cli.output import say

SHOWN = 5


def tell_findings(outcome: Outcome) -> None:
    """Only those that the addition brings; they stop nothing."""
    if not outcome.new_findings:
        return
    for finding in outcome.new_findings[:SHOWN]:
        say(finding.shown.title)
    counts = Counter(finding.severity for finding in outcome.new_findings)
    said = ", ".join(_counted(counts[each], each) for each in ("error", "warning", "info") if counts[each])
    say(f"new findings about the design: {said}; `msgen lint` tells more")


def _counted(count: int, severity: str) -> str:
    return f"{count} {severity}" if count == 1 or severity == "info" else f"{count} {severity}s"


def tell_added(kind: str, shown: str, outcome: Outcome, site: Site) -> None:
    files = ", ".join(f"`{name}`" for name in outcome.changed)
    say(f"added the {kind} {shown} to {files}")
    if outcome.written_out:
        names = ", ".join(f"`{each.partition('.')[2]}`" for each in outcome.written_out)
        service = outcome.written_out[0].partition(".")[0]
        say(f"the operations of `{service}` followed from what it keeps, and are written now: {names}")
    if site.is_generated:
        say("`msgen undo` takes it back")


def next_step(site: Site) -> str:
    folder = str(site.folder)
    shown = "" if folder == "." else f" {shlex.quote(folder)}"
    return f"msgen update{shown}" if site.is_generated else f"msgen lint{shown}"
