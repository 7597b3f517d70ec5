"""Reports of designs, and what a terminal shows of them.

`python tests/analysis/reported.py` writes the golden outputs anew: read the difference before you commit it.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from msgen.analysis import Analysis
from msgen.analysis.report import DownReport, Report, Scope, down_report, report
from msgen.cli.tables.report_tables import report_tables
from msgen.cli.tables.terminal import terminal
from msgen.spec import parse, read
from msgen.topology import resolve

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden"


@cache
def bistro() -> Analysis:
    """Of the committed sample."""
    return Analysis(resolve(parse(read(ROOT / "samples" / "bistro" / "msgen.yaml"))))


@cache
def bistro_report() -> Report:
    return report(Scope(bistro()))


def down(analysis: Analysis, name: str) -> DownReport:
    found = down_report(analysis, name)
    assert found is not None
    return found


def golden_outputs() -> dict[str, str]:
    """By file name."""
    return {
        "bistro.txt": terminal(report_tables(bistro_report())),
        "bistro-down-accounts.txt": terminal(report_tables(down(bistro(), "accounts"))),
        "bistro-down-payments.txt": terminal(report_tables(down(bistro(), "payments"))),
    }


def main() -> int:
    for name, text in golden_outputs().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
