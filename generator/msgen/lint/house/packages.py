"""Rules that installed packages bring: entry points of the group `msgen.rules`."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import entry_points

from msgen.lint.rule import Rule

GROUP = "msgen.rules"


class UnusableRulesError(Exception):
    """A package brings something else than rules, or rules whose ids are taken."""


def rules_of_packages(built_in_families: frozenset[str]) -> tuple[Rule, ...]:
    """Each entry point names a rule, a list of rules, or a function that returns one of the two."""
    found: list[Rule] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            loaded = point.load()
        except Exception as error:  # whatever the package does
            raise UnusableRulesError(f"the rules of `{point.value}` cannot be loaded: {error}") from error
        brought = loaded() if callable(loaded) and not isinstance(loaded, Rule) else loaded
        rules = tuple(brought) if isinstance(brought, Iterable) else (brought,)
        for rule in rules:
            if not isinstance(rule, Rule):
                raise UnusableRulesError(f"`{point.value}` brings something that is no rule")
            if rule.family in built_in_families:
                raise UnusableRulesError(f"`{rule.id}` of `{point.value}` has a family of msgen")
        found += rules
    return tuple(found)
