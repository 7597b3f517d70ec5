"""The page of promises: each has a number, and tests that there are."""

from __future__ import annotations

import ast
import re

import pytest
from pages import ROOT

PAGE = ROOT / "docs" / "reference" / "experience.md"
ENTRY = re.compile(r"^(?P<number>\d+)\. (?P<promise>(?:.+\n)+?)(?P<kept_by>(?: +- `.+`\n)*)(?=\n|\d)", re.MULTILINE)
PROMISES = 64


def promises() -> dict[int, list[str]]:
    """What keeps each promise, by its number."""
    entries = ENTRY.finditer(PAGE.read_text("utf-8") + "\n")
    return {int(entry["number"]): re.findall(r"- `([^`]+)`", entry["kept_by"]) for entry in entries}


def test_no_promise_is_left_out() -> None:
    assert [*promises()] == [*range(1, PROMISES + 1)]


@pytest.mark.parametrize("number", promises())
def test_a_promise_is_kept_by_tests_that_there_are(number: int) -> None:
    kept_by = promises()[number]

    assert kept_by
    assert [name for name in kept_by if not _is_there(name)] == []


def _is_there(name: str) -> bool:
    path, _, test = name.partition("::")
    if path.startswith("benchmarks/"):
        return (ROOT / path).is_file()
    file = ROOT / "tests" / path
    return file.is_file() and test in _tests(file.read_text("utf-8"))


def _tests(source: str) -> set[str]:
    functions = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {function.name for function in functions}
