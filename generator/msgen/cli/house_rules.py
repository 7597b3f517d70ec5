"""The rules of the house: those of `rules/*.yaml` beside the spec, and those of installed packages."""

from __future__ import annotations

from pathlib import Path

from msgen.cli.usage import UsageError
from msgen.lint.house.declared import declared_rules
from msgen.lint.house.packages import UnusableRulesError, rules_of_packages
from msgen.lint.registry import all_rules
from msgen.lint.rule import Rule

FOLDER = "rules"


def house_rules(folder: Path) -> tuple[Rule, ...]:
    """Raises SpecError for a file that is wrong, UsageError for rules that cannot be used."""
    families = frozenset(rule.family for rule in all_rules())
    found: list[Rule] = []
    for path in sorted((folder / FOLDER).glob("*.y*ml")):
        found += declared_rules(path.read_bytes(), f"{FOLDER}/{path.name}", families)
    try:
        found += rules_of_packages(families)
    except UnusableRulesError as error:
        raise UsageError(str(error), "uninstall the package, or mend it") from None
    seen: set[str] = set()
    for rule in found:
        if rule.id in seen:
            raise UsageError(f"two rules of the house are called `{rule.id}`", f"see `{folder / FOLDER}`")
        seen.add(rule.id)
    return tuple(found)
