"""Every arrow of the pipeline is one function that can be called alone, and only three of them touch the disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from msgen.contracts.allocation import allocate
from msgen.contracts.numbers_file import read_numbers
from msgen.design.system import Design
from msgen.diagnostics import Finding
from msgen.lint.findings import LintResult
from msgen.lint.runner import check
from msgen.merging.apply import apply
from msgen.merging.change_set import ChangeSet
from msgen.merging.destination import read as read_destination
from msgen.merging.first_run import merge
from msgen.merging.report import Report
from msgen.plan.model import RenderPlan
from msgen.plan.planner import build
from msgen.rendering.render import render
from msgen.rendering.tree import Tree
from msgen.spec import Document, parse, read_text
from msgen.topology import resolve
from msgen.topology.model import Topology

SPEC = "msgen: 1\nname: shop\nservices:\n  orders: {api: rest, publishes: [OrderPlaced]}\n"

PURE = """
import os, sys
sys.path[:0] = [sys.argv[1]]
import test_pipeline as pipeline

opened = []

def watch(event, arguments):
    if event == "open" and not is_code(arguments[0]) or event in ("os.listdir", "os.scandir", "os.mkdir", "os.rename"):
        opened.append((event, str(arguments[0])))

def is_code(path):
    return isinstance(path, int) or str(path).endswith((".py", ".pyc")) or "/lib/python" in str(path)

watching = False
sys.addaudithook(lambda event, arguments: watching and watch(event, arguments))

def quietly(stage, *arguments):
    global watching
    stage(*arguments)  # what is imported or read once for all, such as the table of versions, is there afterwards
    watching = True
    result = stage(*arguments)
    watching = False
    assert not opened, f"{stage.__name__} opens {opened}"
    return result

document = pipeline.read_text(pipeline.SPEC)
design = quietly(pipeline.parse, document)
topology = quietly(pipeline.resolve, design)
quietly(pipeline.check, topology)
plan = quietly(pipeline.build, topology, pipeline.allocate(topology, pipeline.read_numbers(None)))
tree = pipeline.render(plan)
quietly(pipeline.merge, pipeline.Tree(), {}, tree)
assert not opened
print(len(tree), "files")
"""


def test_each_stage_takes_what_the_one_before_it_gives(tmp_path: Path) -> None:
    document = read_text(SPEC)
    assert isinstance(document, Document)
    design = parse(document)
    assert isinstance(design, Design)
    topology = resolve(design)
    assert isinstance(topology, Topology)
    findings = check(topology)
    assert isinstance(findings, LintResult)
    assert all(isinstance(finding, Finding) for finding in findings.shown)
    plan = build(topology, allocate(topology, read_numbers(document.numbers)))
    assert isinstance(plan, RenderPlan)
    tree = render(plan)
    assert isinstance(tree, Tree)
    change_set = merge(Tree(), read_destination(tmp_path / "shop", tree), tree)
    assert isinstance(change_set, ChangeSet)
    report = apply(change_set, tmp_path / "shop")
    assert isinstance(report, Report)

    assert report.written == tuple(tree)
    for path, file in tree.items():
        target = tmp_path / "shop" / path
        assert (os.fsencode(os.readlink(target)) if target.is_symlink() else target.read_bytes()) == file.content


def test_what_lies_between_read_render_and_apply_opens_no_file() -> None:
    done = subprocess.run([sys.executable, "-c", PURE, str(Path(__file__).parent)], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(" files\n")


def test_resolving_and_planning_twice_gives_the_same() -> None:
    design = parse(read_text(SPEC))
    first, second = resolve(design), resolve(design)

    assert first == second
    numbers = allocate(first, read_numbers(None))
    assert build(first, numbers) == build(second, numbers)
