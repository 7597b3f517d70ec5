"""What `msgen analyze` says, as plain figures: one module per section."""

from msgen.analysis.report.down import DownReport, down_report, known_components
from msgen.analysis.report.machine import machine, schema
from msgen.analysis.report.report import Report, report
from msgen.analysis.report.scope import Scope

__all__ = ["DownReport", "Report", "Scope", "down_report", "known_components", "machine", "report", "schema"]
