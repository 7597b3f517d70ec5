"""Every rule: one module in one of the folders of `msgen.lint.rules`, with its page beside it."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from importlib.resources import files

from msgen.lint import rules
from msgen.lint.rule import Rule


def all_rules() -> tuple[Rule, ...]:
    """The rules by their id; a module in a folder is enough to be one."""
    return tuple(sorted((rule for rule, _, _ in modules()), key=lambda rule: rule.id))


def rule(identifier: str) -> Rule | None:
    """The rule of an id; `None` where there is none."""
    return next((found for found, _, _ in modules() if found.id == identifier), None)


def page(identifier: str) -> str | None:
    """The Markdown page of a rule: why, a bad design with its finding, a good one; `None` where no rule has the id."""
    where = next(((family, name) for found, family, name in modules() if found.id == identifier), None)
    return None if where is None else files(where[0]).joinpath(f"{where[1]}.md").read_text(encoding="utf-8")


@cache
def modules() -> tuple[tuple[Rule, str, str], ...]:
    """Each rule with its package and the name of its module."""
    families = [f"{rules.__name__}.{item.name}" for item in pkgutil.iter_modules(rules.__path__) if item.ispkg]
    return tuple(
        (import_module(f"{family}.{module.name}").RULE, family, module.name)
        for family in sorted(families)
        for module in pkgutil.iter_modules(import_module(family).__path__)
        if not module.name.startswith("_")
    )
