"""`msgen lint` on the command line: what it prints, writes, compares and ends with."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from command_line import Msgen, Outcome

SPEC = """\
msgen: 1
name: shop # ours
services:
  orders:
    api: rest
    calls:
      - {to: payments, timeout: none} # the till
  payments:
    api: grpc
"""
MENDED = SPEC.replace("timeout: none", "timeout: 170ms")


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "msgen.yaml"
    path.write_text(SPEC, encoding="utf-8")
    return path


def test_findings_are_shown_as_a_compiler_shows_its_own(msgen: Msgen, spec: Path) -> None:
    outcome = msgen("lint")

    assert outcome.code == 1
    assert outcome.stdout.startswith(
        "error[RES01]: orders.CreateOrder->payments.CreatePayment.timeout: waits for ever while payments.CreatePayment "
        "does not answer\n --> msgen.yaml:7:24\n  |\n7 |       - {to: payments, timeout: none} # the till\n"
    )
    assert outcome.stdout.splitlines()[-1].startswith("1 error; ")
    assert outcome.stderr == ""


def test_a_design_without_findings_ends_well(msgen: Msgen, spec: Path) -> None:
    spec.write_text(MENDED, encoding="utf-8")

    outcome = msgen("lint", spec.parent)

    assert outcome.code == 0
    assert outcome.stdout.startswith("no findings; ")


@pytest.mark.parametrize(("threshold", "code"), [("error", 0), ("warning", 1), ("info", 1)])
def test_the_threshold_decides_over_the_exit_code(msgen: Msgen, spec: Path, threshold: str, code: int) -> None:
    spec.write_text(f"{SPEC}profile: minimal\n", encoding="utf-8")

    assert msgen("lint", "--fail-on", threshold).code == code


def test_json_holds_every_part_of_a_finding(msgen: Msgen, spec: Path) -> None:
    outcome = msgen("lint", "--json")
    data = json.loads(outcome.stdout)

    assert (outcome.code, data["schema_version"], data["counts"]) == (1, 1, {"error": 1, "warning": 0, "info": 0})
    (found,) = data["findings"]
    assert (found["rule"], found["severity"], found["state"]) == ("RES01", "error", "open")
    assert found["location"] == {"file": "msgen.yaml", "line": 7, "column": 24}
    assert found["fingerprint"] == "RES01 orders.CreateOrder->payments.CreatePayment.timeout"
    path = "orders.CreateOrder->payments.CreatePayment.timeout"
    assert found["fixes"][0]["edits"] == [{"path": path, "value": "170ms", "action": "set"}]
    assert "EVT01" in data["passed"]


def test_an_unreadable_spec_ends_with_2(msgen: Msgen, spec: Path) -> None:
    spec.write_text(SPEC.replace("api: grpc", "api: gprc"), encoding="utf-8")

    outcome = msgen("lint")

    assert (outcome.code, outcome.stdout) == (2, "")
    assert "did you mean `grpc`" in outcome.stderr


def test_fixes_are_written_and_told(msgen: Msgen, spec: Path) -> None:
    spec.chmod(0o640)

    outcome = msgen("lint", "--fix")

    assert outcome.code == 0
    assert outcome.stderr.startswith("fixed RES01 on orders.CreateOrder->payments.CreatePayment.timeout: ")
    assert spec.read_text(encoding="utf-8") == MENDED
    assert spec.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in spec.parent.iterdir()) == ["msgen.yaml"]


def test_a_patch_is_printed_and_nothing_written(msgen: Msgen, spec: Path) -> None:
    outcome = msgen("lint", "--fix", "--diff")

    assert (outcome.code, spec.read_text(encoding="utf-8")) == (0, SPEC)
    done = subprocess.run(
        ["git", "apply", "-"], input=outcome.stdout, text=True, cwd=spec.parent, capture_output=True, check=False
    )
    assert (done.returncode, spec.read_text(encoding="utf-8")) == (0, MENDED)


def test_a_patch_of_a_file_without_a_last_line_break_can_be_applied(msgen: Msgen, spec: Path) -> None:
    spec.write_text(SPEC.removesuffix("\n"), encoding="utf-8")

    patch = msgen("lint", "--fix", "--diff").stdout

    subprocess.run(["git", "apply", "-"], input=patch, text=True, cwd=spec.parent, check=True)
    assert spec.read_text(encoding="utf-8") == MENDED.removesuffix("\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--diff",), "`--diff` belongs to `--fix`"),
        (("--choose", "RES01@orders=1"), "`--choose` belongs to `--fix`"),
        (("--fix", "--choose", "RES01"), "`RES01` is no choice"),
        (("--fix", "--choose", "RES01@orders=1"), "there is no finding RES01 on `orders`"),
        (("--fix", "--choose", "RES01@orders.CreateOrder->payments.CreatePayment.timeout=9"), "offers 1 ways"),
        (("--against", "nowhere"), "git knows nothing of"),
        (("--deploy", "nowhere"), "there is no `nowhere`"),
        (("--format", "xml"), "xml"),
    ],
)
def test_wrong_usage_is_told_and_changes_nothing(msgen: Msgen, spec: Path, options: tuple[str, ...], said: str) -> None:
    outcome = msgen("lint", *options)

    assert outcome.code == 2
    assert said in outcome.stderr
    assert spec.read_text(encoding="utf-8") == SPEC


def test_after_a_baseline_only_new_findings_count(msgen: Msgen, spec: Path) -> None:
    first = msgen("lint", "--baseline")
    again = msgen("lint")
    spec.write_text(SPEC.replace("api: grpc", "api: grpc\n    publishes: [Paid]"), encoding="utf-8")
    more = msgen("lint", "--fail-on", "warning")

    assert first.code == 0
    assert "1 findings are known from now on" in first.stderr
    assert (again.code, again.stdout.partition("; ")[0]) == (0, "no findings")
    assert "1 in the baseline" in again.stdout
    assert (more.code, "EVT02" in more.stdout, "RES01" in more.stdout) == (1, True, False)


def test_a_broken_baseline_is_told(msgen: Msgen, spec: Path) -> None:
    (spec.parent / ".msgen").mkdir()
    (spec.parent / ".msgen/baseline.json").write_text("{}", encoding="utf-8")

    outcome = msgen("lint")

    assert outcome.code == 2
    assert "is no baseline" in outcome.stderr


def test_rules_of_the_house_are_asked_and_their_mistakes_told(msgen: Msgen, spec: Path) -> None:
    spec.write_text(MENDED, encoding="utf-8")
    rules = spec.parent / "rules"
    rules.mkdir()
    rule = "rules:\n  - {id: ACME01, title: No REST, severity: error, select: services.*, assert: not speaks_rest, hint: use grpc}\n"
    (rules / "acme.yaml").write_text(rule, encoding="utf-8")
    wrong = msgen("lint")
    (rules / "acme.yaml").write_text(rule.replace("not speaks_rest", "\"'rest' not in protocols\""), encoding="utf-8")
    found = msgen("lint")

    assert wrong.code == 2
    assert "nothing is called `speaks_rest` here" in wrong.stderr
    assert found.code == 1
    assert "error[ACME01]: orders: no REST" in found.stdout


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_contracts_are_compared_with_another_state_of_the_repository(msgen: Msgen, spec: Path) -> None:
    before = "msgen: 1\nname: shop\nservices: {orders: {api: {exposure: partner, operations: {Place: {input: {note: string?}}}}}}\n"
    spec.write_text(before, encoding="utf-8")
    git(spec.parent, "init", "-q")
    git(spec.parent, "add", ".")
    git(spec.parent, "commit", "-qm", "first")
    spec.write_text(before.replace("note: string?", "note: string"), encoding="utf-8")
    (spec.parent / "before.yaml").write_text(before, encoding="utf-8")

    by_reference: Outcome = msgen("lint", "--against", "HEAD", "--json")
    by_path = msgen("lint", "--against", "before.yaml", "--json")

    assert [item["rule"] for item in json.loads(by_reference.stdout)["findings"]] == ["COM09"]
    assert by_path.stdout == by_reference.stdout
    assert json.loads(msgen("lint", "--json").stdout)["findings"] == []
