"""An editor knows a spec by the schema of its system: it offers names, and marks what is wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from language_server import LanguageServer
from outside_tools import needed

SPEC = """\
# yaml-language-server: $schema=./.msgen/schema.json
msgen: 1
name: shop
services:
  orders:
    api: rest
    calls:
      - payments.CreatePayment
  payments:
    api: grpc
"""
MSGEN = Path(sys.executable).with_name("msgen")


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spec beside the schema of its own names."""
    path = tmp_path_factory.mktemp("edited") / "msgen.yaml"
    path.write_text(SPEC, encoding="utf-8")
    subprocess.run([MSGEN, "schema", "--write", path], check=True, capture_output=True)
    return path


@pytest.fixture(scope="module")
def editor(spec: Path) -> Iterator[LanguageServer]:
    with LanguageServer(needed("yaml-language-server"), spec.parent) as server:
        yield server


def test_a_spec_that_is_right_has_no_mark(editor: LanguageServer, spec: Path) -> None:
    assert editor.marks(spec, SPEC) == []


def test_the_operations_of_the_system_are_offered_in_calls(editor: LanguageServer, spec: Path) -> None:
    text = SPEC.replace("- payments.CreatePayment", "- ")
    path = spec.with_name("offered.yaml")
    editor.marks(path, text)
    line = text.splitlines().index("      - ")

    offered = editor.completions(path, line, len("      - "))

    assert {"payments.CreatePayment", "payments.GetPayment", "orders.CreateOrder"} <= offered


def test_a_name_that_nothing_has_is_marked(editor: LanguageServer, spec: Path) -> None:
    marks = editor.marks(
        spec.with_name("misspelt.yaml"), SPEC.replace("payments.CreatePayment", "payments.CraetePayment")
    )

    assert [mark["range"]["start"]["line"] for mark in marks] == [7]


def test_an_unknown_key_is_marked_where_it_stands(editor: LanguageServer, spec: Path) -> None:
    marks = editor.marks(spec.with_name("unknown.yaml"), SPEC.replace("    api: grpc", "    apy: grpc"))

    [mark] = marks
    assert "apy" in mark["message"]
    assert mark["range"]["start"] == {"line": 9, "character": 4}
