"""What goes to stdout and stderr, and how it gets there."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from command_line import MSGEN, Msgen, Outcome, run

import msgen as package
from msgen.spec.schema import static_schema

ASCII_ONLY = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""No mode of Python that takes a locale of ASCII for UTF-8."""


def test_version_is_one_line(msgen: Msgen) -> None:
    assert msgen("--version") == Outcome(0, f"msgen {package.__version__}\n", "")


def test_no_color_and_a_stream_that_is_no_terminal_get_no_colours(
    msgen: Msgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b" not in msgen("nwe").stderr
    monkeypatch.setenv("CLICOLOR_FORCE", "1")
    assert "\x1b" not in msgen("nwe").stderr
    monkeypatch.delenv("NO_COLOR")
    assert (
        msgen("nwe").stderr
        == "\x1b[31;1merror\x1b[0m: there is no command `nwe`\n\x1b[36mhint\x1b[0m: did you mean `new`\n"
    )


def test_the_schema_is_printed_as_it_stands_in_the_reference(msgen: Msgen) -> None:
    outcome = msgen("schema")

    assert (outcome.code, outcome.stderr) == (0, "")
    assert json.loads(outcome.stdout) == static_schema()
    assert outcome.stdout.isascii()


def test_a_reader_that_has_read_enough_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run([MSGEN, "schema"], stdout=closed, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_locale_without_unicode_changes_no_byte_and_ends_no_command(tmp_path: Path) -> None:
    spec = "msgen: 1\nname: shop\ndescription: Käse & Brötchen →\nservices: {orders: {api: rest}}\n"
    (tmp_path / "größe.yaml").write_text(spec, encoding="utf-8")

    new = run("new", "shop", "--spec", "größe.yaml", cwd=tmp_path, env=ASCII_ONLY)
    explained = run("explain", "description", "--spec", "shop", cwd=tmp_path, env=ASCII_ONLY)
    wrong = run("explain", "größe", "--spec", "shop", cwd=tmp_path, env=ASCII_ONLY)

    assert new.code == 0, new.stderr
    assert (tmp_path / "shop/msgen.yaml").read_text(encoding="utf-8").endswith(spec)
    assert explained == Outcome(0, "K\\xe4se & Br\\xf6tchen \\u2192  from shop/msgen.yaml:4\n", "")
    assert wrong.code == 2
    assert wrong.stderr.startswith("error: nothing is called `gr")
