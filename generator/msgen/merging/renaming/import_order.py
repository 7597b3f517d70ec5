"""Import statements in the order and layout that ruff keeps, where they had it before names in them changed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from msgen.plan.views.python.imports import from_statement, module_order

_Import = ast.Import | ast.ImportFrom


@dataclass(frozen=True, slots=True)
class Tidied:
    content: bytes
    origins: Sequence[int]
    """For each line, the one that it was before, counted from 1; 0 for one that is laid out anew."""


def tidied(before: bytes, after: bytes) -> Tidied:
    """`after`, which has the lines of `before` with other names in them.

    Only runs of imports that were tidy before are laid out again: the order that a person gave them stays.
    """
    old, new = _lines(before), _lines(after)
    origins = list(range(1, len(new) + 1))
    changed = [
        (was, run, made)
        for was, run in zip(_runs(before), _runs(after), strict=True)
        if old[was.lines] != new[run.lines] and _text(old, was) == was.tidy() and (made := run.tidy())
    ]
    for was, run, made in reversed(changed):
        ending = "\r\n" if new[run.lines.start].endswith("\r\n") else "\n"
        lines = [f"{line}{ending}" for line in made.split("\n")]
        there = {line: number for number, line in enumerate(old[was.lines], start=was.lines.start + 1)}
        origins[run.lines] = [there.get(line, 0) for line in lines]
        new[run.lines] = lines
    return Tidied("".join(new).encode(errors="surrogateescape"), origins)


@dataclass(frozen=True, slots=True)
class _Run:
    """Import statements on lines that follow each other."""

    statements: Sequence[_Import]

    @property
    def lines(self) -> slice:
        last = self.statements[-1]
        return slice(self.statements[0].lineno - 1, last.end_lineno or last.lineno)

    def tidy(self) -> str:
        pad = " " * self.statements[0].col_offset
        return "\n".join(f"{pad}{line}" for text in self._sorted() for line in text.split("\n"))

    def _sorted(self) -> Iterator[str]:
        plain = [_plain(alias) for each in self.statements if isinstance(each, ast.Import) for alias in each.names]
        yield from (f"import {name}" for name in sorted(plain, key=module_order))
        modules: dict[str, set[str]] = {}
        exploded = set()
        for each in self.statements:
            if isinstance(each, ast.ImportFrom):
                module = "." * each.level + (each.module or "")
                modules.setdefault(module, set()).update(map(_plain, each.names))
                if each.end_lineno != each.lineno:
                    exploded.add(module)
        for module in sorted(modules, key=module_order):
            yield from_statement(module, modules[module], exploded=module in exploded)


def _lines(content: bytes) -> list[str]:
    """With their ends, as Python counts them; in whatever encoding the file says that it is."""
    return re.findall(r"[^\n]*\n|[^\n]+", content.decode(errors="surrogateescape"))


def _plain(alias: ast.alias) -> str:
    return alias.name if alias.asname is None else f"{alias.name} as {alias.asname}"


def _text(lines: Sequence[str], run: _Run) -> str:
    return "\n".join(line.rstrip("\r\n") for line in lines[run.lines])


def _runs(content: bytes) -> Iterator[_Run]:
    """In the order of the file; nested bodies are looked at too."""
    bodies = (
        body
        for node in ast.walk(ast.parse(content))
        for name in ("body", "orelse", "finalbody")
        if isinstance(body := getattr(node, name, None), list)
    )
    found = [run for body in bodies for run in _runs_of(body)]
    yield from sorted(found, key=lambda run: run.lines.start)


def _runs_of(body: Sequence[ast.stmt]) -> Iterator[_Run]:
    run: list[_Import] = []
    for statement, following in pairwise([*body, None]):
        if isinstance(statement, _Import):
            run.append(statement)
        if run and not (isinstance(following, _Import) and following.lineno == (run[-1].end_lineno or 0) + 1):
            yield _Run(tuple(run))
            run = []
