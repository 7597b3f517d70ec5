"""The page of a rule notices when its condition is gone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from msgen.lint.registry import modules

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))

from rule_mutations import mutants, tried

FEW = ("EVT02", "RES01", "COM01", "SAG01")


def noticed(identifier: str) -> bool:
    rule, family, name = next(item for item in modules() if item[0].id == identifier)
    outcome = tried(rule, family, name)
    return outcome is None or not outcome.survives_without_conditions


@pytest.mark.parametrize("identifier", FEW)
def test_a_page_notices_that_the_conditions_of_its_rule_are_gone(identifier: str) -> None:
    assert noticed(identifier)


@pytest.mark.exhaustive
@pytest.mark.parametrize("identifier", [rule.id for rule, _, _ in modules() if rule.id not in FEW])
def test_every_page_notices_that_the_conditions_of_its_rule_are_gone(identifier: str) -> None:
    assert noticed(identifier)


def test_each_condition_clause_and_operator_is_changed_on_its_own() -> None:
    import ast

    tree = ast.parse("if a and b > 1:\n    pass\n")

    assert [mutant.what for mutant in mutants(tree)] == [
        "if a and b > 1: always true",
        "if a and b > 1: always false",
        "a and b > 1: without a",
        "a and b > 1: without b > 1",
        "a and b > 1: and/or exchanged",
        "b > 1: GtE",
    ]
