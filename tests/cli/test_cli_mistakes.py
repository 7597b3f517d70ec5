"""A command line that is wrong: what is wrong, what was meant, code 2, and no word on stdout."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import SHOP, Msgen, Outcome, contents

from msgen.cli.commands import found

MISTAKES = [
    ("nwe", "there is no command `nwe`", "did you mean `new`"),
    (
        "frobnicate",
        "there is no command `frobnicate`",
        f"there are: {', '.join(command.name for command in found())}",
    ),
    ("--vresion", "`msgen` has no option `--vresion`", "did you mean `--version`"),
    ("new --smaple shop", "`msgen new` has no option `--smaple`", "did you mean `--sample`"),
    ("new --xyzzy", "`msgen new` has no option `--xyzzy`", "`msgen new --help` shows how"),
    ("new --sample bisto", "there is no sample called `bisto`", "did you mean `bistro`"),
    ("new --sample qqq", "there is no sample called `qqq`", "there are: bistro, bookinfo, minimal, online-boutique"),
    ("new --layout mono", "`--layout`: `mono` is not one of `mono-repo`, `multi-repo`", "did you mean `mono-repo`"),
    ("new --sample minimal --spec a.yaml", "`--spec` and `--sample` both name a spec", "give one of them"),
    ("new --spec", "option `--spec` requires an argument", "`msgen --help` shows how"),
    ("new a b", "got unexpected extra argument(s) (b)", "`msgen new --help` shows how"),
    (
        "new",
        "there is no spec to generate from",
        "name one with `--spec FILE`, start from a sample as `--sample minimal`, write `msgen.yaml`, "
        "or take every default with `--yes`",
    ),
    (
        "new some/where",
        "there is no spec to generate from",
        "name one with `--spec FILE`, start from a sample as `--sample minimal`, write `some/where/msgen.yaml`, "
        "or take every default with `--yes`",
    ),
    ("explain", "`msgen explain` needs PATH", "`msgen explain --help` shows how"),
    ("explain EVT99", "there is no rule `EVT99`", "did you mean `EVT09`"),
    ("explain orders", "there is no `msgen.yaml`", "name a spec, or the folder of a system that has one"),
    ("up nowhere", "there is no `nowhere`", "name a spec, or the folder of a system that has one"),
    ("--debug", "missing command", "`msgen --help` shows how"),
]


@pytest.mark.parametrize(("line", "message", "hint"), MISTAKES)
def test_a_wrong_command_line_is_told_with_what_to_type_instead(
    msgen: Msgen, tmp_path: Path, line: str, message: str, hint: str
) -> None:
    assert msgen(*line.split()) == Outcome(2, "", f"error: {message}\nhint: {hint}\n")
    assert contents(tmp_path) == {}


def test_a_spec_that_is_not_there_is_told(msgen: Msgen, tmp_path: Path) -> None:
    outcome = msgen("new", "--spec", "specs/shop.yaml")

    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("error: there is no such file\n --> specs/shop.yaml:1:1\n")
    assert contents(tmp_path) == {}


def test_an_unreadable_spec_is_told_with_all_its_errors_and_nothing_is_written(msgen: Msgen, tmp_path: Path) -> None:
    wrong = SHOP.replace("grpc", "gprc").replace("calls: [payments]", "calls: [payment]")
    (tmp_path / "shop.yaml").write_text(wrong, encoding="utf-8")
    before = contents(tmp_path)

    assert msgen("new", "--spec", "shop.yaml") == Outcome(
        2,
        "",
        """\
error: services.orders.calls.0.to: there is no service or external system `payment`
 --> shop.yaml:6:13
  |
6 |     calls: [payment]
  |             ^^^^^^^
hint: did you mean `payments`

error: services.payments.api.protocol: `gprc` is not one of `rest`, `grpc`
 --> shop.yaml:9:10
  |
9 |     api: gprc
  |          ^^^^
hint: did you mean `grpc`

2 errors
""",
    )
    assert contents(tmp_path) == before
