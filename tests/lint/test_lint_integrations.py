"""What others run: the hook of pre-commit and the action of a workflow."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
GOOD = "msgen: 1\nname: shop\nservices: {orders: {api: rest}}\n"
BAD = (
    "msgen: 1\nname: shop\ncontexts: {sales: {events: {Placed: {}}}}\nservices: {orders: {context: sales, api: rest}}\n"
)
ENVIRONMENT = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def loaded(path: str) -> object:
    return YAML(typ="safe").load((ROOT / path).read_text(encoding="utf-8"))


def run(command: list[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**ENVIRONMENT, **variables})


@pytest.mark.parametrize(("spec", "code"), [(GOOD, 0), (BAD, 1)])
def test_the_hook_fails_on_errors_of_the_design(tmp_path: Path, spec: str, code: int) -> None:
    (hook,) = loaded(".pre-commit-hooks.yaml")  # type: ignore[misc]
    (tmp_path / "msgen.yaml").write_text(spec, encoding="utf-8")

    assert run(shlex.split(hook["entry"]), tmp_path).returncode == code


@pytest.mark.parametrize(
    ("path", "is_asked"),
    [("msgen.yaml", True), ("shop/contexts/sales.yaml", True), ("rules/acme.yml", True), ("src/msgen.yaml.py", False)],
)
def test_the_hook_looks_when_the_spec_changes(path: str, is_asked: bool) -> None:
    (hook,) = loaded(".pre-commit-hooks.yaml")  # type: ignore[misc]

    assert bool(re.search(hook["files"], path)) is is_asked


def test_the_action_annotates_and_writes_sarif(tmp_path: Path) -> None:
    action = loaded("tools/lint-action/action.yml")
    script = action["runs"]["steps"][-1]["run"]  # type: ignore[index]
    (tmp_path / "msgen.yaml").write_text(BAD, encoding="utf-8")

    done = run(
        ["bash", "-eo", "pipefail", "-c", script], tmp_path, SPEC=".", FAIL_ON="error", AGAINST="", SARIF="found.sarif"
    )

    assert done.returncode == 1
    assert "::error file=msgen.yaml,line=3,col=29,title=EVT01::" in done.stdout
    findings = json.loads((tmp_path / "found.sarif").read_text(encoding="utf-8"))
    assert [found["ruleId"] for found in findings["runs"][0]["results"]] == ["EVT01"]
