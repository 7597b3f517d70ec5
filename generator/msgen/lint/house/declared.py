"""Rules that a house declares in `rules/*.yaml` beside its spec."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

from msgspec import Struct

from msgen.design.names import RULE_ID
from msgen.diagnostics import Finding, Location, Severity, SpecError
from msgen.lint.house.expressions import Expression, ExpressionError
from msgen.lint.house.objects import KINDS, selected
from msgen.lint.review import Review
from msgen.lint.rule import Rule
from msgen.lint.smell import Edit, Fix, Smell
from msgen.spec.files import ReadFile, read_content

_REQUIRED = ("id", "title", "select", "assert", "hint")
_OPTIONAL = ("severity", "where", "fix", "source")
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


def declared_rules(content: bytes, name: str, built_in_families: frozenset[str]) -> tuple[Rule, ...]:
    """The rules of one file; raises SpecError with everything that is wrong in it."""
    file = read_content(content, name)
    problems = [*file.unreadable, *file.findings]
    written = file.data.get("rules") if not file.unreadable else []
    rules: list[Rule] = []
    if not isinstance(written, list):
        problems.append(_problem(file, (), "a file of rules holds a list", "begin with `rules:` and a list below it"))
        written = []
    for number, item in enumerate(written):
        try:
            rules.append(_rule(file, ("rules", number), item, built_in_families))
        except _Wrong as wrong:
            problems.append(wrong.finding)
    if problems:
        raise SpecError(problems, {name: file.source.lines})
    return tuple(rules)


class _Wrong(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class _WrittenRule(Struct, frozen=True):
    """One rule as it stands in the file; each part is read with its own complaint."""

    file: ReadFile
    place: tuple[str | int, ...]
    item: Mapping[str, Any]

    def wrong(self, key: str, message: str, hint: str) -> _Wrong:
        return _Wrong(_problem(self.file, (*self.place, key) if key else self.place, message, hint))

    def require_known_keys(self) -> None:
        for key in _REQUIRED:
            if not isinstance(self.item.get(key), str):
                place = key if key in self.item else ""
                raise self.wrong(place, f"`{key}` is missing or no text", f"write `{key}: ...`")
        for key in self.item:
            if key not in (*_REQUIRED, *_OPTIONAL):
                allowed = ", ".join((*_REQUIRED, *_OPTIONAL))
                raise self.wrong(key, f"unknown key `{key}`", f"allowed are {allowed}")

    def identifier(self, taken: frozenset[str]) -> str:
        written: str = self.item["id"]
        if not re.fullmatch(RULE_ID.pattern, written):
            hint = "capitals of your own family and two digits, as `ACME01`"
            raise self.wrong("id", f"`{written}` is no rule id", hint)
        family = written.rstrip("0123456789")
        if family in taken:
            raise self.wrong("id", f"`{family}` is a family of msgen", "use letters of your own")
        return written

    def severity(self) -> Severity:
        written: Severity = self.item.get("severity", "warning")
        if written not in _SEVERITIES:
            raise self.wrong("severity", f"`{written}` is no severity", f"one of {', '.join(_SEVERITIES)}")
        return written

    def selection(self) -> tuple[str, str]:
        """The kind of the objects, and the pattern of their paths."""
        kind, _, glob = self.item["select"].partition(".")
        if kind not in KINDS:
            hint = f"one of {', '.join(KINDS)}, then `.` and a pattern"
            raise self.wrong("select", f"`{kind}` cannot be selected", hint)
        return kind, glob or "*"

    def condition(self, key: str) -> Expression:
        try:
            return Expression.of(self.item.get(key, "True"))
        except (ExpressionError, AttributeError, TypeError) as error:
            raise self.wrong(key, str(error), "compare names of the object, as `scaling.minimum >= 2`") from None

    def fix(self) -> Mapping[str, Any]:
        written = self.item.get("fix", {})
        if not isinstance(written, dict):
            hint = "for example `fix: {scaling.min: 2}`"
            raise self.wrong("fix", "`fix` is a map of settings and values", hint)
        return written


def _rule(file: ReadFile, place: tuple[str | int, ...], item: object, families: frozenset[str]) -> Rule:
    if not isinstance(item, dict):
        keys = ", ".join(f"`{key}`" for key in _REQUIRED)
        raise _Wrong(_problem(file, place, "a rule is a map", f"give it {keys}"))
    written = _WrittenRule(file, place, item)
    written.require_known_keys()
    kind, glob = written.selection()
    fix, title = written.fix(), item["title"]
    where, wanted = written.condition("where"), written.condition("assert")
    return Rule(
        id=written.identifier(families),
        title=title,
        severity=written.severity(),
        covers=(),
        source=str(item.get("source", file.source.file)),
        condition=f"not ({item['assert']})",
        fix="automatic" if fix else "none",
        check=partial(_check, kind, glob, where, wanted, title, item["hint"], fix),
    )


def _check(
    kind: str, glob: str, where: Expression, wanted: Expression, title: str, hint: str, fix: Mapping[str, Any],
    review: Review,
) -> Iterator[Smell]:  # fmt: skip
    for item in selected(review.topology, kind):
        if not fnmatchcase(item.path, glob) and not fnmatchcase(item.path.rpartition(".")[2], glob):
            continue
        if where.holds(item.names) and not wanted.holds(item.names):
            edits = tuple(Edit(f"{item.path}.{setting}", value) for setting, value in fix.items())
            fixes = (Fix(hint, edits),) if edits else ()
            yield Smell(item.path, f"{title[0].lower()}{title[1:]}: not `{wanted.text}`", hint=hint, fixes=fixes)


def _problem(file: ReadFile, path: tuple[str | int, ...], message: str, hint: str) -> Finding:
    known = path
    while known and known not in file.places:
        known = known[:-1]
    place = file.places.get(known)
    location = place.key if place else Location(file.source.file, 1, 1)
    return Finding("error", None, "", message, location, hint)
