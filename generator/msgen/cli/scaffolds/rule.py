"""A rule to begin with: its module finds services without a description, its page shows one with and one without."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from msgen.cli.usage import UsageError
from msgen.lint.registry import rule

_ID = re.compile(r"[A-Z]{2,8}[0-9]{2}")

_MODULE = '''\
"""{id}: {smell}."""

from __future__ import annotations

from collections.abc import Iterator

from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Smell


def check(review: Review) -> Iterator[Smell]:
    for name, service in review.topology.services.items():
        if not service.description:
            yield Smell(name, "has no description", "say in one sentence what it is for")


RULE = Rule(
    id="{id}",
    title="{title}",
    severity="warning",
    covers=(),
    source="who names the problem",
    condition="a service has no `description`",
    fix="none",
    check=check,
)
'''
_PAGE = """\
# {id}: {smell}

Why it matters, in a few sentences.

## Bad

```yaml
msgen: 1
name: shop
services:
  orders:
# ^^^^^^ warning[{id}]: orders: has no description
    api: rest
    store: none
```

## Good

```yaml
msgen: 1
name: shop
services:
  orders:
    description: Takes orders.
    api: rest
    store: none
```

## What to do

Say what a service is for.
"""


class WantedRule(Struct, frozen=True):
    id: str
    title: str

    @property
    def module(self) -> str:
        """
        >>> WantedRule("ACME01", "Deadlines do not nest").module
        'deadlines_do_not_nest'
        """
        return "_".join(re.findall(r"[a-z0-9]+", self.title.lower()))

    @property
    def smell(self) -> str:
        """The title inside a sentence; an abbreviation keeps its capitals."""
        return self.title if self.title[:2].isupper() else f"{self.title[:1].lower()}{self.title[1:]}"


def checked(identifier: str, title: str) -> WantedRule:
    if not _ID.fullmatch(identifier):
        raise UsageError(f"`{identifier}` is no id of a rule", "it is a family and two digits, as `ACME01`")
    if rule(identifier) is not None:
        raise UsageError(f"there is a rule `{identifier}` already", f"`msgen explain {identifier}` shows it")
    wanted = WantedRule(identifier, title)
    if not wanted.module[:1].isalpha() or '"' in title or "\\" in title:
        raise UsageError(f"`{title}` is no title", "name the smell in a few words, as `Deadlines do not nest`")
    return wanted


def files(wanted: WantedRule) -> dict[str, str]:
    parts = {"id": wanted.id, "title": wanted.title, "smell": wanted.smell}
    return {f"{wanted.module}.py": _MODULE.format(**parts), f"{wanted.module}.md": _PAGE.format(**parts)}


def next_steps(wanted: WantedRule, folder: Path) -> str:
    """In msgen's own folders a module is a rule; elsewhere a package has to name it."""
    from msgen.lint import rules

    if folder.resolve().parent == Path(rules.__path__[0]).resolve():
        return f"next:\n  python tools/rule_pages.py {wanted.id}\n  python tools/reference.py"
    point = f'{wanted.id.lower()} = "YOUR_PACKAGE.{wanted.module}:RULE"'
    return f'next, in the `pyproject.toml` of your package:\n  [project.entry-points."msgen.rules"]\n  {point}'
