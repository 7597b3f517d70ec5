"""The rules that lint knows, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Literal

from msgspec import Struct

from msgen.cli.house_rules import house_rules
from msgen.lint.registry import modules
from msgen.lint.rule import Rule

_SEVERITY, _FIX = 7, 9


class ListedRule(Struct, frozen=True):
    id: str
    title: str
    severity: Literal["info", "warning", "error"]
    fix: Literal["automatic", "choice", "none"]
    condition: str
    source: str
    covers: tuple[str, ...]
    origin: Literal["msgen", "house"]


class Family(Struct, frozen=True):
    id: str
    about: str
    rules: tuple[ListedRule, ...]


class Rules(Struct, frozen=True):
    """What `msgen rules --json` prints."""

    schema_version: Literal[1]
    families: tuple[Family, ...]


def known_rules(folder: Path) -> Rules:
    """Those of msgen, and those of the house for a spec in the folder."""
    found: dict[str, list[ListedRule]] = {}
    about: dict[str, str] = {}
    for rule, package, _ in sorted(modules(), key=lambda each: each[0].id):
        found.setdefault(rule.family, []).append(listed(rule, "msgen"))
        about[rule.family] = _about(package)
    for rule in house_rules(folder):
        found.setdefault(rule.family, []).append(listed(rule, "house"))
        about[rule.family] = "rules of the house"
    return Rules(1, tuple(Family(name, about[name], tuple(rules)) for name, rules in found.items()))


def _about(package: str) -> str:
    """
    >>> _about("msgen.lint.rules.resilience")[:30]
    'deadlines, tries, and what sta'
    """
    return str(import_module(package).__doc__).strip().partition(": ")[2].rstrip(".")


def listed(rule: Rule, origin: Literal["msgen", "house"]) -> ListedRule:
    return ListedRule(
        rule.id, rule.title, rule.severity, rule.fix, rule.condition, rule.source, rule.covers, origin
    )  # fmt: skip


def told(rules: Rules) -> str:
    return "\n".join(_lines(rules)) + "\n"


def _lines(rules: Rules) -> Iterator[str]:
    column = max(len(rule.id) for family in rules.families for rule in family.rules)
    for family in rules.families:
        yield f"{family.id}: {family.about}"
        for rule in family.rules:
            yield f"  {rule.id:<{column}}  {rule.severity:<{_SEVERITY}}  {rule.fix:<{_FIX}}  {rule.title}"
        yield ""
    counted = sum(len(family.rules) for family in rules.families)
    yield f"{counted} rules: severity in the profile `standard`, kind of fix, smell; `msgen explain RES03` tells more"
