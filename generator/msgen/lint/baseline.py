"""The baseline: findings of an older system that are known, so that only new ones fail."""

from __future__ import annotations

import json
from collections.abc import Iterable

from msgen.lint.findings import LintResult

FILE = ".msgen/baseline.json"
_FORMAT = 1


class UnreadableBaselineError(Exception):
    """The file is not a baseline."""


def fingerprints(text: str) -> frozenset[str]:
    """The known findings of a baseline file."""
    try:
        data = json.loads(text)
        found = data["findings"] if data["format"] == _FORMAT else None
    except (ValueError, KeyError, TypeError):
        found = None
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise UnreadableBaselineError
    return frozenset(found)


def written(result: LintResult) -> str:
    """A baseline of everything that counts now."""
    return _text(finding.fingerprint for finding in (*result.open, *result.of("known")))


def _text(found: Iterable[str]) -> str:
    return json.dumps({"format": _FORMAT, "findings": sorted(set(found))}, indent=2) + "\n"
