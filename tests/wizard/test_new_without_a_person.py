"""`msgen new` where nobody can be asked: defaults, refusals, and a tar on stdout."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from folders import contents

from msgen.cli import foreign_code
from msgen.cli.spec_location import spec_of_new
from msgen.cli.usage import UsageError

MSGEN = Path(sys.executable).with_name("msgen")
SPEC = "msgen: 1\nname: shop\nservices: {orders: {api: rest}}\n"


def new(*arguments: str, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run([MSGEN, "new", *arguments], cwd=cwd, input=stdin, capture_output=True, env=environment)


def test_without_a_terminal_nothing_is_asked_and_what_is_missing_is_named(tmp_path: Path) -> None:
    done = new(cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        "error: there is no spec to generate from\n"
        "hint: name one with `--spec FILE`, start from a sample as `--sample minimal`, write `msgen.yaml`, "
        "or take every default with `--yes`\n"
    )
    assert contents(tmp_path) == {}


def test_yes_makes_the_system_of_all_defaults_under_the_name_of_its_folder(tmp_path: Path, state: Path) -> None:
    done = new("market", "--yes", cwd=tmp_path)
    assert done.returncode == 0
    assert "the same again: msgen new market --spec market/msgen.yaml" in done.stderr.decode()
    assert (tmp_path / "market" / "msgen.yaml").read_text() == (
        "# yaml-language-server: $schema=./.msgen/schema.json\n"
        "# What is not written here has a default: `msgen explain .` shows each with its reason.\n"
        "msgen: 1\nname: market\n\nservices:\n"
        "  orders:\n    api: rest\n    calls: [payments]\n    publishes: [OrderPlaced]\n\n"
        "  payments:\n    api: grpc\n    subscribes: [OrderPlaced]\n"
    )
    assert contents(state) == {}, "nothing is remembered of what nobody answered"


def test_the_command_of_the_receipt_does_the_same_again(tmp_path: Path) -> None:
    folder = tmp_path / "my shop"
    folder.mkdir()
    told = new(".", "--yes", cwd=folder).stderr.decode()
    assert "the same again: msgen new . --spec msgen.yaml\n" in told
    before = contents(folder)
    again = new(".", "--spec", "msgen.yaml", cwd=folder)
    assert again.stderr.decode() == "`.` is generated from this spec already: nothing to do\n"
    assert contents(folder) == before
    assert "name: my-shop\n" in (folder / "msgen.yaml").read_text()


def test_yes_generates_from_the_spec_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "msgen.yaml").write_text(SPEC)
    assert new("--yes", "--dry-run", cwd=tmp_path).returncode == 0


def test_a_tar_of_the_system_comes_out_of_stdout_and_holds_what_would_be_written(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(SPEC)
    assert new("there/shop", "--spec", "shop.yaml", cwd=tmp_path).returncode == 0
    tar = new("-", "--spec", "-", cwd=tmp_path, stdin=SPEC.encode())
    assert tar.returncode == 0
    with tarfile.open(fileobj=io.BytesIO(tar.stdout)) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    unpacked, written = contents(tmp_path / "unpacked"), contents(tmp_path / "there")
    assert unpacked == written
    assert new("-", "--spec", "shop.yaml", cwd=tmp_path).stdout == tar.stdout


def test_a_tar_changes_nothing_here(tmp_path: Path) -> None:
    new("-", "--yes", cwd=tmp_path)
    assert contents(tmp_path) == {}


def test_code_without_a_spec_is_for_the_command_that_recovers_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign_code, "is_known", lambda name: name == "import")
    assert foreign_code.advice(tmp_path) == ""
    (tmp_path / "go.mod").touch()
    assert foreign_code.advice(tmp_path) == (
        f"`{tmp_path / 'go.mod'}` shows that there is code: `msgen import {tmp_path}` makes a spec of what exists"
    )
    with pytest.raises(UsageError, match="msgen import"):
        spec_of_new(tmp_path, None, None)
    (tmp_path / "msgen.yaml").write_text(SPEC)
    assert foreign_code.advice(tmp_path) == ""
