"""Findings about the design: told on stderr, and they change nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import COMMENT, SHOP, Msgen, Outcome, contents

FAULTY = SHOP + "contexts:\n  sales:\n    events: {OrderLost: {}, OrderFound: {}}\n"
TOLD = """\
{severity}[EVT01]: contexts.sales.events.OrderLost: declared, but no service publishes it
{severity}[EVT01]: contexts.sales.events.OrderFound: declared, but no service publishes it
findings about the design: 2 {severity}s; `msgen lint` tells more
"""


@pytest.mark.parametrize(
    ("profile", "severity"),
    [
        ("", "error"),
        ("profile: minimal\n", "warning"),
        ("profile: production\ndefaults: {store: {backup: {rpo: 5m, rto: 1h}}}\n", "error"),
    ],
)
def test_new_tells_them_and_generates_all_the_same(msgen: Msgen, shop: Path, profile: str, severity: str) -> None:
    shop.write_text(FAULTY.replace("services:", f"{profile}services:"), encoding="utf-8")

    outcome = msgen("new", "--spec", shop)

    assert (outcome.code, outcome.stdout) == (0, "")
    assert outcome.stderr.startswith(TOLD.format(severity=severity))
    assert (shop.parent / "shop/services/orders").is_dir()


def test_a_dry_run_tells_them_too(msgen: Msgen, shop: Path) -> None:
    shop.write_text(FAULTY, encoding="utf-8")
    before = contents(shop.parent)

    outcome = msgen("new", "--spec", shop, "--dry-run")

    assert (outcome.code, outcome.stderr) == (0, TOLD.format(severity="error"))
    assert contents(shop.parent) == before


def test_up_tells_them_before_anything_else(msgen: Msgen, tmp_path: Path) -> None:
    (tmp_path / "msgen.yaml").write_text(COMMENT + FAULTY, encoding="utf-8")

    outcome = msgen("up")

    assert outcome.code == 3
    assert outcome.stderr.startswith(TOLD.format(severity="error"))
    assert "not generated yet: `orders`, `payments`" in outcome.stderr


def test_a_sound_design_is_not_praised(msgen: Msgen, shop: Path) -> None:
    assert msgen("new", "--spec", shop, "--dry-run").stderr == ""


def test_only_the_first_are_told_and_all_are_counted(msgen: Msgen, shop: Path) -> None:
    many = ", ".join(f"{letter}Happened: {{}}" for letter in "ABCDEFGH")
    shop.write_text(f"{SHOP}contexts: {{sales: {{events: {{{many}}}}}}}\n", encoding="utf-8")

    outcome: Outcome = msgen("new", "--spec", shop, "--dry-run")

    *told, counts = outcome.stderr.splitlines()
    assert len(told) == 5
    assert counts == "findings about the design: 8 errors; `msgen lint` tells more"
