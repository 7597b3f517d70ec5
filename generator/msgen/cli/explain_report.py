"""What `msgen explain --json` prints: values with their sources, a figure with its formula, or a rule."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from msgen.analysis.derivations import Derivation
from msgen.cli.rule_list import ListedRule, listed
from msgen.lint.registry import rule
from msgen.topology.explanation import Told


class ExplainedValue(Struct, frozen=True):
    path: str
    value: str
    """As the spec writes it, or as it would."""
    source: str
    """`from msgen.yaml:7`, `built-in`, `derived from ...`."""


class ExplainedFigure(Struct, frozen=True):
    path: str
    result: str
    formula: str
    working: tuple[str, ...]
    """The formula with its numbers, line by line."""
    inputs: tuple[str, ...]
    """Paths of what goes in; `msgen explain` tells each."""
    missing: tuple[str, ...]
    """Paths of facts that nobody gave."""


class ExplainedRule(Struct, frozen=True):
    rule: ListedRule
    page: str
    """In Markdown."""


class Explanation(Struct, frozen=True):
    """What `msgen explain --json` prints."""

    schema_version: Literal[1]
    values: tuple[ExplainedValue, ...] = ()
    figure: ExplainedFigure | None = None
    rule: ExplainedRule | None = None


def of_values(found: tuple[Told, ...], derivation: Derivation | None) -> Explanation:
    values = tuple(ExplainedValue(each.name, each.value, each.origin) for each in found)
    return Explanation(1, values, None if derivation is None else _figure(derivation))


def _figure(found: Derivation) -> ExplainedFigure:
    inputs = tuple(item.path for item in found.inputs)
    return ExplainedFigure(found.path, found.result, found.formula, found.working, inputs, found.missing)


def of_rule(code: str, page: str) -> Explanation:
    found = rule(code)
    return Explanation(1, rule=None if found is None else ExplainedRule(listed(found, "msgen"), page))
