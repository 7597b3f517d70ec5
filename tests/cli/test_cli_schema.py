"""`msgen schema`: of the language, and of one system."""

from __future__ import annotations

import json
from pathlib import Path

from command_line import Msgen, Outcome


def test_the_schema_of_a_system_knows_its_names(msgen: Msgen, shop: Path) -> None:
    assert msgen("schema", "--write", "shop.yaml") == Outcome(0, "", "wrote `.msgen/schema.json`\n")

    schema = json.loads((shop.parent / ".msgen/schema.json").read_text("utf-8"))
    assert "orders.CreateOrder" in json.dumps(schema["$defs"]["Call"])
    assert [path.name for path in (shop.parent / ".msgen").iterdir()] == ["schema.json"]


def test_in_a_system_it_is_the_file_that_new_writes(msgen: Msgen, own_shop: Path) -> None:
    path = own_shop / ".msgen/schema.json"
    before = path.read_bytes()
    path.write_text("{}")

    assert msgen("schema", "--write", ".", cwd=own_shop).code == 0

    assert path.read_bytes() == before
    assert msgen("status", cwd=own_shop).code == 0


def test_without_a_spec_there_is_nothing_to_write(msgen: Msgen, tmp_path: Path) -> None:
    outcome = msgen("schema", "--write", ".")

    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("error: there is no `msgen.yaml`\n")


def test_the_schema_of_the_language_can_go_to_a_file(msgen: Msgen, tmp_path: Path) -> None:
    assert msgen("schema", "-o", "language.json") == Outcome(0, "", "")
    assert (tmp_path / "language.json").read_text("utf-8") == msgen("schema").stdout
    assert msgen("schema", "-o", "language.json", "--write", ".").code == 2
