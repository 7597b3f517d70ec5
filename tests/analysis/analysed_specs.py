"""Analyses of specs that stand inside a test, and of the two examples of the lint tutorial."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from textwrap import dedent

import pytest

from msgen.analysis import Analysis
from msgen.spec import parse, read, read_text
from msgen.topology import resolve

EXAMPLES = Path(__file__).parents[3] / "shared" / "examples"


def analysed(text: str) -> Analysis:
    """The analysis of a spec without its first two keys."""
    return Analysis(resolve(parse(read_text(f"msgen: 1\nname: test\n{dedent(text)}"))))


@cache
def example(name: str) -> Analysis:
    """`bistro` or `bistro-fixed`; where they are not at hand the test is skipped."""
    path = EXAMPLES / f"{name}.yaml"
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    return Analysis(resolve(parse(read(path))))
