"""What an update says to programs and to reviewers: a part per repository, and what the spec says that it did not."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from command_line import Msgen
from fleets import LAYOUTS, Fleet, Layout, generated
from small_blueprints import SERVICE, blueprint_set

from msgen.cli.updating.machine import schema

ROOT = Path(__file__).resolve().parents[2]
SPEC = """\
msgen: 1
name: shop
services:
  orders:
    api:
      protocol: rest
      operations:
        PlaceOrder: {input: {note: string}, calls: [payments.Pay]}
        Drop: {input: {id: uuid}}
    publishes: [OrderPlaced]
  payments:
    api:
      protocol: rest
      operations:
        Pay: {input: {amount: int}}
  mails:
    subscribes: [OrderPlaced]
"""
CHANGED = (
    SPEC.replace("        Drop: {input: {id: uuid}}\n", "        Cancel: {input: {id: uuid}}\n")
    .replace("PlaceOrder: {input", "Purchase: {was: PlaceOrder, input")
    .replace("{amount: int}", "{amount: int, note: string?}")
    .replace("  mails:\n    subscribes: [OrderPlaced]\n", "")
)
SETTINGS = "src/orders/settings.py"


@pytest.fixture(scope="session")
def sets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sets")
    newer = {**SERVICE, "src/{{ service.package }}/settings.py.jinja": 'NAME = "{{ service.name }}"\nPORT = 9090\n'}
    return {"1.0": blueprint_set(folder / "1.0"), "2.0": blueprint_set(folder / "2.0", version="2.0", service=newer)}


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory, sets: dict[str, Path]) -> dict[Layout, Fleet]:
    folder = tmp_path_factory.mktemp("pristine")
    return {layout: generated(folder, layout, SPEC, sets["1.0"]) for layout in LAYOUTS}


@pytest.fixture(params=LAYOUTS)
def shop(
    request: pytest.FixtureRequest, pristine: dict[Layout, Fleet], tmp_path: Path, sets: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Fleet:  # fmt: skip
    """With another spec, newer blueprints, and an edit where these have a change."""
    monkeypatch.setenv("MSGEN_BLUEPRINTS", str(sets["2.0"]))
    fleet = pristine[request.param].copied_to(tmp_path / "here/shop")
    fleet.says(CHANGED)
    (fleet.service("orders") / SETTINGS).write_text('NAME = "orders"\nPORT = 7070\n')
    return fleet


def reported(text: str) -> dict[str, object]:
    values = json.loads(text)
    jsonschema.Draft202012Validator(schema()).validate(values)
    assert isinstance(values, dict)
    return values


def test_the_json_has_a_part_for_each_repository(msgen: Msgen, shop: Fleet) -> None:
    outcome = msgen("update", shop.system, "--confirm", "mails", "--json")

    report = reported(outcome.stdout)
    conflict = shop.shown(shop.service("orders") / SETTINGS)
    assert (outcome.code, report["pending"]) == (1, [conflict])
    parts = {part["service"]: part for part in report["repositories"]}  # type: ignore[attr-defined]
    assert parts["orders"]["pending"] == [conflict]
    assert parts["orders"]["folder"] == shop.shown(shop.service("orders"))
    assert parts["payments"]["pending"] == []
    assert {change["action"] for change in parts["payments"]["changes"]} == {"update"}
    if shop.layout == "mono-repo":
        assert parts["mails"]["is_removed"]
        assert report["left_system"] == {}
    else:
        assert "mails" not in parts
        assert report["left_system"] == {"mails": "mails"}
    assert sum(sum(part["counts"].values()) for part in parts.values()) == sum(report["counts"].values())  # type: ignore[attr-defined]


def test_what_the_spec_says_otherwise_stands_in_the_report(msgen: Msgen, shop: Fleet) -> None:
    report = reported(msgen("update", shop.system, "--dry-run", "--json").stdout)

    told = {(each["verb"], each["kind"], each["name"], each["was"]) for each in report["spec"]}  # type: ignore[attr-defined]
    assert told == {
        ("added", "operation", "orders.Cancel", None),
        ("removed", "operation", "orders.Drop", None),
        ("renamed", "operation", "orders.Purchase", "orders.PlaceOrder"),
        ("removed", "service", "mails", None),
        ("changed", "operation", "payments.Pay", None),
    }


def test_reports_of_nothing_to_do_and_of_checks_keep_to_the_schema(
    msgen: Msgen, shop: Fleet, pristine: dict[Layout, Fleet], sets: dict[str, Path]
) -> None:
    untouched = pristine[shop.layout].system

    assert reported(msgen("update", untouched, "--json", "--blueprints", sets["1.0"]).stdout)["repositories"] == []
    assert not reported(msgen("update", untouched, "--check", "--json", "--blueprints", sets["1.0"]).stdout)["due"]
    found = reported(msgen("update", shop.system, "--check", "--json").stdout)
    assert {(each["service"], each["kind"]) for each in found["reasons"]} >= {(None, "update"), ("mails", "removed")}  # type: ignore[attr-defined]


def test_the_published_schema_is_the_current_one() -> None:
    published = json.loads((ROOT / "docs/reference/update.schema.json").read_text("utf-8"))
    assert published == schema(), "run `python tools/reference.py`"


def test_the_schema_refuses_another_shape() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"due": False, "reasons": [], "absent": {}, "more": 1}, schema())


def test_the_summary_tells_a_reviewer_what_changed_what_waits_and_what_was_kept(msgen: Msgen, shop: Fleet) -> None:
    (shop.service("orders") / "src/orders/app/use_case.py").write_text("mine = 1\n")
    outcome = msgen("update", shop.system, "--confirm", "mails", "--summary", "markdown")

    blocks = outcome.stdout.split("\n\n")
    conflict = shop.shown(shop.service("orders") / SETTINGS)
    assert blocks[0] == "## `msgen update` of shop"
    assert blocks[2:4] == [
        "### In the spec",
        "- added: operation `orders.Cancel`\n"
        "- removed: operation `orders.Drop`, service `mails`\n"
        "- renamed: operation `orders.PlaceOrder` → `orders.Purchase`\n"
        "- changed: operation `payments.Pay`",
    ]
    assert f"### orders (`{shop.shown(shop.service('orders'))}`)" in blocks
    assert blocks[blocks.index("Conflicts:") + 1] == f"- `{conflict}`"
    assert blocks[blocks.index("### Waiting for a person") + 1].strip() == f"- [ ] `{conflict}`"
    assert ("### No longer in the system" in blocks) is (shop.layout == "multi-repo")
    assert outcome.code == 1
