"""Whatever is misspelt, the nearest name is suggested."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import Msgen

from msgen import resources

COMPANY = "company"


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("lnt", "lint"),
        ("rules nwe", "rules new"),
        ("lint --fial-on error", "--fail-on"),
        ("lint --fail-on eror", "error"),
        ("explain REZ03", "RES03"),
        ("explain res03", "RES03"),
        ("explain ordrs.store", "orders.store"),
        ("graph --around ordes", "orders"),
        ("graph --context paymnts", "payments"),
        ("analyze --down ordrs", "orders"),
        ("analyze --service ordrs", "orders"),
        ("update --only ordrs", "orders"),
        ("up --only ordrs", "orders"),
        ("new elsewhere --sample bistr", "bistro"),
        (f"update --blueprints {COMPANY}", "python-rset"),
    ],
)
def test_a_name_on_the_command_line(msgen: Msgen, own_shop: Path, line: str, meant: str) -> None:
    if COMPANY in line:
        shutil.copytree(resources.blueprints(), own_shop / COMPANY)
        (own_shop / COMPANY / "python-rest").rename(own_shop / COMPANY / "python-rset")

    outcome = msgen(*line.split(), cwd=own_shop)

    assert outcome.code in (2, 3)
    assert f"hint: did you mean `{meant}" in outcome.stderr


@pytest.mark.parametrize(
    ("right", "wrong", "meant"),
    [
        ("calls: [payments]", "calls: [paymets]", "payments"),
        ("api: grpc", "apy: grpc", "api"),
        ("grpc", "grcp", "grpc"),
    ],
)
def test_a_name_in_the_spec(msgen: Msgen, shop: Path, right: str, wrong: str, meant: str) -> None:
    shop.write_text(shop.read_text("utf-8").replace(right, wrong), "utf-8")

    outcome = msgen("lint", shop)

    assert outcome.code == 2
    assert f"did you mean `{meant}`" in outcome.stderr
