"""Findings: what is wrong, where, why, and what to type next."""

from .finding import Finding, Related, Severity, by_position
from .location import Location
from .spec_error import SpecError
from .text import render, render_one

__all__ = ["Finding", "Location", "Related", "Severity", "SpecError", "by_position", "render", "render_one"]
