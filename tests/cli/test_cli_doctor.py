"""`msgen doctor`: what is there, what is missing, and which settings count."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import MSGEN, Msgen
from kept import in_conflict


@pytest.fixture
def checked(msgen: Msgen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Every check by its name, and the exit code; only git is on PATH."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "git"
    program.write_text("#!/bin/sh\necho git version 2.39.5\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))

    def run(*arguments: str | Path, cwd: Path = tmp_path) -> tuple[dict[str, Any], int]:
        outcome = msgen("doctor", "--json", *arguments, cwd=cwd)
        assert outcome.stderr == ""
        return {check["name"]: check for check in json.loads(outcome.stdout)["checks"]}, outcome.code

    return run


def test_tools_are_named_with_their_version_or_with_the_way_to_get_them(checked: Any) -> None:
    checks, code = checked()

    assert code == 0
    assert (checks["git"]["status"], checks["git"]["found"]) == ("pass", "2.39.5")
    missing = {name: checks[name]["status"] for name in ("uv", "docker", "helm", "kubectl", "buf")}
    assert set(missing.values()) == {"warn"}
    assert checks["buf"]["fix"] == "pip install buf-bin"
    assert checks["nats-server"]["status"] == "pass"
    assert "spec" not in checks


def test_another_program_of_the_name_is_told_with_the_way_to_this_one(checked: Any, tmp_path: Path) -> None:
    nobody, _ = checked()
    program = tmp_path / "bin" / "msgen"
    program.write_text("#!/bin/sh\necho 'msgen (GNU gettext-tools) 0.21'\n")
    program.chmod(0o755)
    gettext, code = checked()
    program.unlink()
    program.symlink_to(MSGEN)
    own, _ = checked()

    found = [checks["command"]["found"] for checks in (nobody, gettext, own)]
    assert [checks["command"]["status"] for checks in (nobody, gettext, own)] == ["warn", "warn", "pass"]
    assert found[0] == "no folder of PATH holds `msgen`"
    assert found[1] == f"`msgen` runs `{program}`, another program: msgen (GNU gettext-tools) 0.21"
    assert code == 0
    assert gettext["command"]["fix"] == f'export PATH="{Path(MSGEN).parent}:$PATH"'


def test_a_healthy_system_passes(checked: Any, own_shop: Path) -> None:
    checks, code = checked(own_shop)

    assert code == 0
    assert [checks[name]["status"] for name in ("spec", "record", "blueprints", "rules")] == ["pass"] * 4


def test_what_is_broken_fails_with_its_fix(checked: Any, own_shop: Path, tmp_path: Path) -> None:
    (own_shop / "msgen.yaml").write_text("msgen: 1\nname: shop\nservices: {orders: {api: soap}}\n")
    (own_shop / ".msgen" / "lock.json").write_text("{")
    (own_shop / ".msgen" / "baseline.json").write_text("[]")
    (own_shop / "rules").mkdir()
    (own_shop / "rules" / "acme.yaml").write_text("rules: [{id: 1}]\n")

    checks, code = checked(own_shop, "--blueprints", tmp_path / "bin")

    assert code == 3
    failed = [name for name, check in checks.items() if check["status"] == "fail"]
    assert failed == ["blueprints", "rules", "spec", "baseline", "record"]
    assert all(checks[name]["fix"] for name in failed)
    assert "services.orders.api" in checks["spec"]["found"]
    assert checks["spec"]["fix"] == f"msgen lint {own_shop / 'msgen.yaml'}"


def test_paths_that_wait_for_a_person_are_a_warning(checked: Any, own_shop: Path, monkeypatch: Any) -> None:
    monkeypatch.undo()
    in_conflict(own_shop, "README.md")

    checks, _ = checked(own_shop)

    assert (checks["record"]["status"], checks["record"]["found"]) == ("warn", "1 path waits for you")


def test_settings_are_told_with_where_they_come_from(
    msgen: Msgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "msgen.toml").write_text('only = ["orders"]\n[lint]\nfail_on = "warning"\n')
    monkeypatch.setenv("MSGEN_FORMAT", "json")
    monkeypatch.setenv("MSGEN_GRAPH_FORMAT", "dot")
    monkeypatch.setenv("MSGEN_FORMT", "dot")

    said = msgen("doctor").stdout.splitlines()

    assert f"  --fail-on warning  from {tmp_path / 'msgen.toml'}:3, for lint" in said
    assert "  --format dot  from MSGEN_GRAPH_FORMAT, for graph" in said
    assert any(line.startswith("  --format json  from MSGEN_FORMAT, for lint") for line in said)
    assert any(line.startswith(f"  --only orders  from {tmp_path / 'msgen.toml'}:1, for ") for line in said)
    assert any(line.split()[:2] == ["warn", "MSGEN_FORMT"] for line in said)
    assert any(line.strip() == "fix: did you mean `MSGEN_FORMAT`" for line in said)
