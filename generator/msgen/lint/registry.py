"""Every rule: one module of `msgen.lint.rules` each, with its page beside it."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from importlib.resources import files

from msgen.lint import rules
from msgen.lint.rule import Rule


def all_rules() -> tuple[Rule, ...]:
    """The rules by their id; a module in the folder is enough to be one."""
    return tuple(sorted((rule for rule, _ in _found()), key=lambda rule: rule.id))


def page(identifier: str) -> str | None:
    """The Markdown page of a rule: why, a bad design with its finding, a good one; `None` where no rule has the id."""
    modules = {rule.id: name for rule, name in _found()}
    if identifier not in modules:
        return None
    return files(rules).joinpath(f"{modules[identifier]}.md").read_text(encoding="utf-8")


@cache
def _found() -> tuple[tuple[Rule, str], ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    return tuple((import_module(f"{rules.__name__}.{name}").RULE, name) for name in names)
