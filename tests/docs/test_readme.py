"""The list of what is not generated yet is the list that msgen itself works with."""

import ast
from collections.abc import Iterator

from pages import ROOT

HEADING = "## Accepted, not generated yet"
SOURCE = ROOT / "generator" / "msgen" / "topology" / "not_generated.py"


def kinds() -> Iterator[str]:
    """The first value of each `yield "what", where`; a part that varies ends it."""
    for node in ast.walk(ast.parse(SOURCE.read_text("utf-8"))):
        match node:
            case ast.Yield(value=ast.Tuple(elts=[ast.Constant(value=str(what)), _])):
                yield what
            case ast.Yield(value=ast.Tuple(elts=[ast.JoinedStr(values=[ast.Constant(value=str(what)), *_]), _])):
                yield what


def listed() -> list[str]:
    section = (ROOT / "README.md").read_text("utf-8").partition(HEADING)[2].partition("\n## ")[0]
    return [line.removeprefix("- ") for line in section.splitlines() if line.startswith("- ")]


def test_the_readme_names_everything_that_is_accepted_and_not_generated() -> None:
    assert [kind for kind in sorted(set(kinds())) if not any(line.startswith(kind) for line in listed())] == []


def test_the_readme_calls_nothing_missing_that_is_generated() -> None:
    assert [line for line in listed() if not any(line.startswith(kind) for kind in kinds())] == []


def test_the_spec_of_the_tour_has_ten_lines() -> None:
    spec = (ROOT / "README.md").read_text("utf-8").partition("```yaml\n")[2].partition("```")[0]
    assert len(spec.splitlines()) == 10
