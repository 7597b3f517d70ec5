"""Every reading command has JSON for programs: with a number for its form, and as its published schema says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import Msgen
from jsonschema import Draft202012Validator
from kept import append

ROOT = Path(__file__).resolve().parents[2]
READING = [
    ("lint", ()),
    ("analyze", ("--no-simulation",)),
    ("analyze", ("--down", "payments")),
    ("graph", ()),
    ("status", ("--all",)),
    ("diff", ()),
    ("explain", (".",)),
    ("explain", ("orders.store.engine",)),
    ("explain", ("orders.capacity",)),
    ("explain", ("RES03",)),
    ("rules", ()),
    ("blueprints", ()),
    ("doctor", ()),
    ("update", ("--dry-run",)),
    ("update", ("--check",)),
]


def schema(command: str) -> Any:
    return json.loads((ROOT / "docs" / "reference" / f"{command}.schema.json").read_text("utf-8"))


@pytest.fixture
def edited_shop(own_shop: Path) -> Path:
    append(own_shop / "README.md", "mine\n")
    (own_shop / "services/orders/Makefile").unlink()
    (own_shop / "notes.txt").write_text("foreign")
    return own_shop


@pytest.mark.parametrize(
    ("command", "arguments"), READING, ids=lambda value: value if isinstance(value, str) else " ".join(value)
)
def test_json_is_as_published(msgen: Msgen, edited_shop: Path, command: str, arguments: tuple[str, ...]) -> None:
    outcome = msgen(command, *arguments, "--json", cwd=edited_shop)

    said = json.loads(outcome.stdout)
    assert [error.message for error in Draft202012Validator(schema(command)).iter_errors(said)] == []
    assert said["schema_version"] == 1


def test_a_value_a_figure_and_a_rule_are_explained_in_their_parts(msgen: Msgen, own_shop: Path) -> None:
    def explained(path: str) -> Any:
        return json.loads(msgen("explain", path, "--json", cwd=own_shop).stdout)

    assert explained("orders.store.engine")["values"] == [
        {"path": "orders.store.engine", "value": "postgres", "source": "built-in"}
    ]
    assert explained("orders.capacity")["figure"]["formula"]
    rule = explained("RES03")["rule"]
    assert (rule["rule"]["id"], rule["page"].splitlines()[0]) == ("RES03", "# RES03: deadlines do not nest")


def test_a_difference_is_told_by_file(msgen: Msgen, edited_shop: Path) -> None:
    files = json.loads(msgen("diff", "--json", cwd=edited_shop).stdout)["files"]

    assert [(file["path"], file["kind"], file["added"]) for file in files] == [
        ("README.md", "changed", 1),
        ("services/orders/Makefile", "deleted", 0),
    ]
    assert files[0]["patch"].splitlines()[-1] == "+mine"
    assert files[1]["removed"] > 5
