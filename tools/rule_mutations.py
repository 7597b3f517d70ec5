"""Change each condition of each rule, one at a time, and tell which changes no page notices: all rules, or those named.

A page's bad design must give the marked findings of its own rule, and its good one none of them. A mutant that passes
nevertheless has survived: it may be equivalent, it may concern a fix, which the tables of the tests hold, or the page
lacks a case. A rule without any of its conditions must
not survive: that fails the run.
"""

from __future__ import annotations

import ast
import copy
import signal
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from msgen.diagnostics import Finding
from msgen.lint import pages, registry
from msgen.lint.rule import Rule
from msgen.lint.runner import Surroundings, check
from msgen.spec import Document, parse, read_text
from msgen.topology import resolve
from msgen.topology.model import Topology

LIMIT = 10
"""Seconds for one mutant: one that does not end is noticed."""
NEIGHBOURS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    line: int
    what: str
    """`if x: always true`."""
    code: types.CodeType


@dataclass(frozen=True, slots=True)
class Case:
    """A design of a page, and the marks of the rule in it."""

    document: Document
    topology: Topology
    previous: Topology | None
    marks: tuple[pages.Mark, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    rule: Rule
    mutants: int
    survivors: tuple[Mutant, ...]
    survives_without_conditions: bool


def main(wanted: list[str]) -> int:
    outcomes = [
        outcome
        for rule, family, name in registry.modules()
        if not wanted or rule.id in wanted or rule.family in wanted
        if (outcome := tried(rule, family, name)) is not None
    ]
    for outcome in outcomes:
        if outcome.survivors or outcome.survives_without_conditions:
            print(f"{outcome.rule.id}: {len(outcome.survivors)} of {outcome.mutants} survive")
        for mutant in outcome.survivors:
            print(f"  line {mutant.line}: {mutant.what}")
        if outcome.survives_without_conditions:
            print("  FAIL: its page does not notice that all conditions are gone")
    mutants, survivors = sum(item.mutants for item in outcomes), sum(len(item.survivors) for item in outcomes)
    failed = [item.rule.id for item in outcomes if item.survives_without_conditions]
    print(f"{len(outcomes)} rules, {mutants} mutants, {survivors} survive; without any condition: {failed or 'none'}")
    return 1 if failed else 0


def tried(rule: Rule, family: str, name: str) -> Outcome | None:
    """`None` for a rule that looks at manifests."""
    if rule.reads == "manifests":
        return None
    module = import_module(f"{family}.{name}")
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    cases = tuple(cases_of(rule))
    found, bare = list(mutants(tree)), without_conditions(tree)
    return Outcome(
        rule,
        len(found),
        tuple(mutant for mutant in found if survives(mutant.code, module, rule, cases)),
        bare is not None and survives(bare, module, rule, cases),
    )


def cases_of(rule: Rule) -> Iterator[Case]:
    designs = pages.designs(registry.page(rule.id) or "")
    previous = resolve(parse(read_text(designs["before"]))) if "before" in designs else None
    for heading in ("bad", "good"):
        text, _ = pages.unmarked(designs[heading])
        document = read_text(text)
        topology = resolve(parse(document))
        yield Case(document, topology, previous, marks(rule, document, topology, previous))


def marks(rule: Rule, document: Document, topology: Topology, previous: Topology | None) -> tuple[pages.Mark, ...]:
    around = Surroundings(document, previous=previous, rules=(rule,))
    findings: tuple[Finding, ...] = check(topology, around).shown
    return pages.marks_of(findings)


def survives(code: types.CodeType, module: types.ModuleType, rule: Rule, cases: tuple[Case, ...]) -> bool:
    """It finds in every design what the rule finds there."""
    changed = types.ModuleType(module.__name__)
    changed.__dict__.update(__file__=module.__file__, __package__=module.__package__)

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LIMIT)
    try:
        sys.modules[module.__name__] = changed
        exec(code, changed.__dict__)
        return all(marks(changed.RULE, case.document, case.topology, case.previous) == case.marks for case in cases)
    except Exception:
        return False
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        sys.modules[module.__name__] = module


def without_conditions(tree: ast.Module) -> types.CodeType | None:
    """The module with each condition true that leads to a finding: guards that leave early never do.

    `None` where it has none: what the analysis gives it is the condition.
    """
    changed, known = copy.deepcopy(tree), False
    for node in ast.walk(changed):
        known = known or isinstance(node, ast.If) or (isinstance(node, ast.comprehension) and bool(node.ifs))
        if isinstance(node, ast.If):
            leaves = isinstance(node.body[-1], ast.Continue | ast.Return | ast.Raise | ast.Break)
            node.test = ast.copy_location(ast.Constant(not leaves), node.test)
        elif isinstance(node, ast.comprehension):
            node.ifs = []
    return compiled(changed) if known else None


def mutants(tree: ast.Module) -> Iterator[Mutant]:
    """The module with one condition or operator changed, each in turn."""
    for number, node in enumerate(ast.walk(tree)):
        for what, change in changes(node):
            copied = copy.deepcopy(tree)
            twin = next(item for index, item in enumerate(ast.walk(copied)) if index == number)
            line = getattr(node, "lineno", None) or getattr(getattr(node, "target", None), "lineno", 0)
            change(twin)
            yield Mutant(int(line or 0), what, compiled(copied))


def changes(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:
    if isinstance(node, ast.If | ast.IfExp):
        for value in (True, False):
            yield f"if {ast.unparse(node.test)}: always {str(value).lower()}", _Test(value)
    elif isinstance(node, ast.comprehension):
        for index, condition in enumerate(node.ifs):
            for value in (True, False):
                yield f"... if {ast.unparse(condition)}: always {str(value).lower()}", _Filter(index, value)
    elif isinstance(node, ast.BoolOp):
        for index, clause in enumerate(node.values):
            yield f"{ast.unparse(node)}: without {ast.unparse(clause)}", _Clause(index)
        yield f"{ast.unparse(node)}: and/or exchanged", _Exchanged()
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in NEIGHBOURS:
        yield f"{ast.unparse(node)}: {NEIGHBOURS[type(node.ops[0])].__name__}", _Neighbour()


@dataclass(frozen=True)
class _Test:
    value: bool

    def __call__(self, node: ast.If) -> None:
        node.test = ast.copy_location(ast.Constant(self.value), node.test)


@dataclass(frozen=True)
class _Filter:
    index: int
    value: bool

    def __call__(self, node: ast.comprehension) -> None:
        node.ifs[self.index] = ast.copy_location(ast.Constant(self.value), node.ifs[self.index])


@dataclass(frozen=True)
class _Clause:
    index: int

    def __call__(self, node: ast.BoolOp) -> None:
        neutral = isinstance(node.op, ast.And)
        node.values[self.index] = ast.copy_location(ast.Constant(neutral), node.values[self.index])


class _Exchanged:
    def __call__(self, node: ast.BoolOp) -> None:
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()


class _Neighbour:
    def __call__(self, node: ast.Compare) -> None:
        node.ops = [NEIGHBOURS[type(node.ops[0])]()]


def compiled(tree: ast.Module) -> types.CodeType:
    return compile(ast.fix_missing_locations(tree), "<mutant>", "exec")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
