"""Invariant: reformatting a generated module is no conflict, wherever the template changes it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import pytest

from msgen.merging.text import merge_text

ROOT = Path(__file__).resolve().parents[3]
RUFF = str(Path(sys.executable).parent / "ruff")
FORMATS = {
    "narrow": ("--line-length", "60"),
    "wide": ("--line-length", "200"),
    "single quotes": ("--config", "format.quote-style='single'"),
    "tabs": ("--config", "format.indent-style='tab'"),
    "narrow and two spaces": ("--line-length", "60", "--config", "indent-width=2"),
}


def modules() -> list[bytes]:
    """The modules that every service gets as they stand."""
    found = (path.read_bytes() for path in sorted(ROOT.glob("blueprints/*/template/**/*.py")))
    return [content for content in found if content.count(b"\n") > 40][::3]


def formatted(content: bytes, options: tuple[str, ...]) -> bytes:
    command = [RUFF, "format", "--isolated", "--stdin-filename", "module.py", *options, "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


def changed(content: bytes) -> bytes:
    """A new statement before the last one of every second function."""
    lines = content.splitlines(keepends=True)
    functions = [
        node for node in ast.walk(ast.parse(content)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    for number, last in enumerate(function.body[-1] for function in functions[::2]):
        if not lines[last.lineno - 1][: last.col_offset].strip():
            lines[last.lineno - 1] = b"%snew(%d)\n%s" % (b" " * last.col_offset, number, lines[last.lineno - 1])
    return b"".join(lines)


def meaning(content: bytes) -> str:
    tree = ast.parse(content)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = cleandoc(node.value)
    return ast.dump(tree)


def results(options: tuple[str, ...]) -> Iterator[bool]:
    """For each module that the format changes: whether the merge is clean, right, and keeps the format."""
    for base in modules():
        yours, theirs = formatted(base, options), changed(base)
        if yours != base:
            merged = merge_text(base, yours, theirs, path="module.py")
            text = merged.ours()
            yield not merged.clashes and meaning(text) == meaning(theirs) and formatted(text, options) == text


@pytest.mark.parametrize("options", FORMATS.values(), ids=FORMATS)
def test_a_reformatted_module_takes_changes_of_the_template_and_keeps_its_format(options: tuple[str, ...]) -> None:
    fine = list(results(options))

    assert len(fine) >= 5
    assert sum(fine) / len(fine) >= 0.95
