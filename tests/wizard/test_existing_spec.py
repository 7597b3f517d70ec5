"""`msgen new` where a spec stands already."""

from __future__ import annotations

import pkgutil
from pathlib import Path
from typing import Any

import pytest
import typer
from answering import Answering
from folders import contents

from msgen.cli.adding import kinds as adding_kinds
from msgen.cli.asking.asker import BACK
from msgen.cli.usage import UsageError
from msgen.cli.wizard.begun import Beginning, interviewed
from msgen.cli.wizard.existing import addition
from msgen.cli.wizard.existing.addition import KINDS
from msgen.cli.wizard.existing.offer import offered

SPEC = """\
msgen: 1
name: shop   # the name stays
services:
  orders:
    api: rest
    store: postgres   # for now
    calls: [payments]

  payments: {api: grpc}   # money
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "msgen.yaml").write_text(SPEC)
    return folder


def begun(folder: Path, given: dict[str, Any]) -> tuple[Beginning, Answering]:
    asker = Answering(given)
    return offered(asker, folder), asker


def test_resume_takes_the_spec_as_it_is(shop: Path) -> None:
    beginning, asker = begun(shop, {})
    assert [choice.label for choice in asker.asked[0].choices] == [
        "resume", "change a setting", "add to it", "start under another name",
    ]  # fmt: skip
    assert beginning.spec.path == shop / "msgen.yaml"
    assert contents(shop) == {"msgen.yaml": SPEC.encode()}


def test_a_setting_is_changed_in_its_own_text(shop: Path) -> None:
    _, asker = begun(shop, {
        "existing": "change", "setting": ["services.orders.store", "services.payments.api", "write"],
        "services.orders.store": "sqlite", "services.payments.api": "[rest, grpc]",
    })  # fmt: skip
    assert (shop / "msgen.yaml").read_text() == SPEC.replace("store: postgres ", "store: sqlite ").replace(
        "{api: grpc}", "{api: [rest, grpc]}"
    )
    assert "+    store: sqlite   # for now" in asker.said[0]


def test_every_setting_can_be_picked_with_its_value(shop: Path) -> None:
    _, asker = begun(shop, {"existing": "change"} | {"setting": "write"})
    assert [(choice.label, choice.help) for choice in asker.asked[1].choices[1:]] == [
        ("name", "shop"),
        ("services.orders.api", "rest"),
        ("services.orders.store", "postgres"),
        ("services.orders.calls", "[payments]"),
        ("services.payments.api", "grpc"),
    ]


@pytest.mark.parametrize(
    ("setting", "wrong", "told"),
    [
        ("services.orders.store", "oracle", "oracle"),
        ("services.orders.calls", "[paymets]", "did you mean `payments`"),
        ("services.orders.calls", "[", "this is no YAML"),
        ("name", "My Shop", "small letters, digits and `-`"),
    ],
)
def test_a_value_that_makes_no_spec_is_told_and_not_taken(shop: Path, setting: str, wrong: str, told: str) -> None:
    _, asker = begun(shop, {"existing": "change", "setting": [setting, "write"]})
    objection = asker.asked[2].objection(wrong)
    assert objection is not None
    assert told in objection


@pytest.mark.parametrize("given", [
    {"existing": KeyboardInterrupt()},
    {"existing": "change", "setting": KeyboardInterrupt()},
    {"existing": "change", "setting": ["services.orders.store", KeyboardInterrupt()], "services.orders.store": "sqlite"},
])  # fmt: skip
def test_ctrl_c_leaves_the_spec_as_it_was(shop: Path, given: dict[str, Any]) -> None:
    with pytest.raises(typer.Exit) as ended:
        begun(shop, given)
    assert ended.value.exit_code == 130
    assert contents(shop) == {"msgen.yaml": SPEC.encode()}


def test_back_from_a_setting_leads_to_the_list_and_back_from_there_to_the_beginning(shop: Path) -> None:
    _, asker = begun(shop, {
        "existing": ["change", "generate"], "setting": ["services.orders.store", BACK], "services.orders.store": BACK,
    })  # fmt: skip
    assert [question.name for question in asker.asked] == [
        "existing", "setting", "services.orders.store", "setting", "existing",
    ]  # fmt: skip
    assert contents(shop) == {"msgen.yaml": SPEC.encode()}


def test_another_name_leads_to_the_wizard_in_a_folder_beside(shop: Path) -> None:
    beginning, asker = begun(shop, {"existing": "other", "how": "quick"})
    assert [question.name for question in asker.asked][:3] == ["existing", "folder", "how"]
    assert beginning.destination == shop.with_name("shop-2")
    assert contents(shop) == {"msgen.yaml": SPEC.encode()}
    taken = asker.asked[1].objection("shop")
    assert taken is not None
    assert "is there: choose another name, as `shop-2`" in taken


def test_what_can_be_added_is_what_the_command_can_add(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = {module.name for module in pkgutil.iter_modules(adding_kinds.__path__)}
    assert set(KINDS) == kinds
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(addition, "add", lambda kind, answers, wish: asked.append((kind.name, wish.spec)))
    with pytest.raises(typer.Exit) as ended:
        begun(shop, {"existing": "add", "kind": "event"})
    assert ended.value.exit_code == 0
    assert asked == [("event", str(shop / "msgen.yaml"))]


def test_a_file_where_a_folder_is_wanted_is_told_before_the_first_question(tmp_path: Path) -> None:
    (tmp_path / "market").touch()
    asker = Answering()
    with pytest.raises(UsageError, match="is there already, and it is not a folder"):
        interviewed(asker, tmp_path / "market")
    assert asker.asked == []
