"""What is told after an answer: the picture, the figures that changed, what the rules found anew."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta

from msgen.analysis import Analysis
from msgen.cli.wizard.look import Look
from msgen.graph.ascii import drawn
from msgen.topology.model import Topology


def told(before: Look | None, after: Look, *, asked: Collection[str], width: int, unicode: bool, drawing: bool) -> str:
    """What one answer changed; findings that are asked about anyway are not told as well."""
    parts = [
        _picture(before, after, width, unicode) if drawing else "",
        "\n".join(_hanging(line, width) for line in _figures(before, after)),
        "\n".join(_hanging(line, width) for line in _findings(before, after, asked)),
    ]
    return "\n".join(part for part in parts if part)


def _hanging(line: str, width: int) -> str:
    return textwrap.fill(line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _picture(before: Look | None, after: Look, width: int, unicode: bool) -> str:
    shown = drawn(after.topology, width, unicode)
    return "" if before is not None and drawn(before.topology, width, unicode) == shown else f"\n{shown}"


def _figures(before: Look | None, after: Look) -> Iterator[str]:
    """The journeys whose availability or latency is another one than before, with both values."""
    old = figures(before.topology) if before is not None else {}
    for name, now in figures(after.topology).items():
        if old.get(name) != now:
            was = f" (before: {old[name]})" if name in old else ""
            yield f"{name}: {now}{was}"


def figures(topology: Topology) -> Mapping[str, str]:
    """What each journey can promise: `99.82% available, p99 410 ms`."""
    if not topology.journeys:
        return {}
    analysis = Analysis(topology)
    return {
        name: f"{_percent(analysis.availability[name].value)} available, p99 {_time(analysis, name)}"
        for name in topology.journeys
    }


def _percent(value: object) -> str:
    return "?" if value is None else f"{value:.3f}%"


def _time(analysis: Analysis, journey: str) -> str:
    slowest = [entry.p99 for entry in analysis.latency[journey]]
    known = [each for each in slowest if each is not None]
    return f"{max(known) / timedelta(milliseconds=1):.0f} ms" if known and len(known) == len(slowest) else "?"


def _findings(before: Look | None, after: Look, asked: Collection[str]) -> Iterator[str]:
    known = before.open if before is not None else {}
    for fingerprint, finding in after.open.items():
        if fingerprint not in known and fingerprint not in asked:
            yield finding.shown.title
            if finding.shown.hint:
                yield f"hint: {finding.shown.hint}"
    for fingerprint, finding in known.items():
        if fingerprint not in after.open:
            yield f"settled: {finding.rule.id} on {finding.object_path}"
