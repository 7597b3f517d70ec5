"""The tutorial of the linter: what is planted in `bistro.yaml`, and that its answer is clean."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from msgen.lint.findings import LintResult, RuleFinding
from msgen.lint.looking import Looking
from msgen.spec import read

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT.parent / "shared" / "examples"

FINDINGS = [
    ("AVL01", 320, 106, "target 99.90% but hard dependencies allow 99.820% (78 min/30 d against 43); "
                        "largest: ordering-db 21.6, payments-db 21.6, psp 21.6"),
    ("CAP01", 94, 3, "peak 1092/s needs 22 pods at 50/s, max is 6 (300/s)"),
    ("CAP01", 194, 3, "peak 900/s needs 18 pods at 50/s, max is 6 (300/s)"),
    ("CAP05", 20, 3, "peak 384/s, 576/s with retries, limit 200/s"),
    ("RES03", 112, 11, "needs 3075 ms worst case, deadline is 2000 ms"),
    ("SEC05", 46, 7, "kitchen"),
    ("CAP02", 255, 3, "floor 180/s is below the ordinary load of 192/s"),
    ("EVT02", 73, 14, ""),
    ("EVT02", 77, 50, ""),
    ("EVT02", 77, 82, ""),
    ("BND10", 91, 5, "accounts"),
    ("AVL05", 189, 5, "ordering-db has one replica, place-order needs it"),
    ("AVL05", 255, 3, "payments-db has one replica, place-order needs it"),
    ("RES11", 272, 67, "bulkhead 64 is below 115 (384/s on 3 pods x 900 ms)"),
    ("SAG04", 317, 9, "timeout"),
]  # fmt: skip
"""Rule, line, column and a part of the sentence, in the order in which they are printed."""
ERRORS = 6
CONSEQUENCES = {
    "AVL02 storefront.slo": "AVL01 journeys.place-order.availability",
    "AVL02 ordering.slo": "AVL01 journeys.place-order.availability",
    "AVL03 ordering": "AVL01 journeys.place-order.availability",
    **{
        f"{rule} {service}": f"CAP01 {service}"
        for rule in ("AVL07", "CAP02", "MSH02")
        for service in ("storefront", "order-history")
    },
}
ACCEPTED = {"AVL03 payments", "AVL03 storefront", "AVL06 storefront"}


def looked_at(path: Path) -> LintResult:
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    _, result = Looking(date(2026, 1, 1))(read(path))
    return result


def place(finding: RuleFinding) -> tuple[str, int, int]:
    assert finding.location is not None
    return finding.rule.id, finding.location.line, finding.location.column


def test_every_planted_fault_is_found_at_its_place_with_its_figures() -> None:
    found = looked_at(EXAMPLES / "bistro.yaml").open

    assert [place(finding) for finding in found] == [tuple(expected[:3]) for expected in FINDINGS]
    for finding, (*_, sentence) in zip(found, FINDINGS, strict=True):
        assert sentence in finding.smell.message.replace("`", "")
    assert [finding.severity for finding in found] == ["error"] * ERRORS + ["warning"] * (len(FINDINGS) - ERRORS)


def test_what_follows_from_a_planted_fault_is_not_said_again() -> None:
    consequences = looked_at(EXAMPLES / "bistro.yaml").of("follows")

    assert {finding.fingerprint: finding.reason for finding in consequences} == CONSEQUENCES


@pytest.mark.parametrize(
    "path", [EXAMPLES / "bistro.yaml", EXAMPLES / "bistro-fixed.yaml", ROOT / "samples/bistro/msgen.yaml"]
)
def test_every_waiver_of_the_tutorial_is_used(path: Path) -> None:
    result = looked_at(path)

    assert {finding.fingerprint for finding in result.of("waived")} == ACCEPTED
    assert result.complaints == ()


@pytest.mark.parametrize("path", [EXAMPLES / "bistro-fixed.yaml", ROOT / "samples/bistro/msgen.yaml"])
def test_the_mended_design_has_no_findings(path: Path) -> None:
    result = looked_at(path)

    assert [finding.shown.title for finding in result.findings if finding.fate != "waived"] == []
