"""Every rule: one module in one of the folders of `msgen.lint.rules`, with its page beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
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
    return tuple(
        (import_module(f"{family}.{name}").RULE, family, name) for family in _families() for name in _names(family)
    )


def _families() -> Iterator[str]:
    with os.scandir(rules.__path__[0]) as entries:
        names = sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith("_"))
    return (f"{rules.__name__}.{name}" for name in names)


def _names(family: str) -> Iterator[str]:
    """Of its modules; `pkgutil` takes as long to name them as Python to load a tenth of them."""
    files = sorted(os.listdir(import_module(family).__path__[0]))
    return (file.removesuffix(".py") for file in files if file.endswith(".py") and not file.startswith("_"))
