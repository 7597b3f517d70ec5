"""A service that leaves the design: it is asked for, its files go, and what people wrote stays."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from command_line import Msgen, contents
from fleets import LAYOUTS, Fleet, generated

from msgen.cli.updating import removal
from msgen.merging.journal.run import undo

ORDERS_ALONE = """\
msgen: 1
name: shop
services:
  orders:
    api: rest
    publishes: [OrderPlaced]
"""
USE_CASE = "src/orders/app/create_order.py"
HANDLER = "src/payments/app/on_order_placed.py"


@pytest.fixture(scope="session")
def shops(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fleet]:
    folder = tmp_path_factory.mktemp("shops")
    return {layout: generated(folder, layout) for layout in LAYOUTS}


@pytest.fixture
def mono(shops: dict[str, Fleet], tmp_path: Path) -> Fleet:
    fleet = shops["mono-repo"].copied_to(tmp_path / "shop")
    fleet.says(ORDERS_ALONE)
    return fleet


@pytest.fixture
def multi(shops: dict[str, Fleet], tmp_path: Path) -> Fleet:
    fleet = shops["multi-repo"].copied_to(tmp_path / "fleet")
    fleet.says(ORDERS_ALONE)
    return fleet


@pytest.fixture(params=LAYOUTS)
def shop(request: pytest.FixtureRequest) -> Fleet:
    """In both layouts, with a spec that knows `payments` no more."""
    fleet = request.getfixturevalue("mono" if request.param == "mono-repo" else "multi")
    assert isinstance(fleet, Fleet)
    return fleet


def edit(path: Path) -> str:
    text = path.read_text() + "MINE = 1\n"
    path.write_text(text)
    return text


def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))


def pending(root: Path) -> list[dict[str, str]]:
    found = json.loads((root / ".msgen/lock.json").read_text())["pending"]
    assert isinstance(found, list)
    return found


def test_a_removal_that_nobody_confirmed_writes_nothing_and_says_what_to_type(msgen: Msgen, shop: Fleet) -> None:
    before = contents(shop.destination)

    outcome = msgen("update", shop.system)

    assert outcome.code == 2
    assert "nothing was written:\n  payments\nhint" in outcome.stderr
    assert "add `--confirm payments`" in outcome.stderr
    assert contents(shop.destination) == before


def test_a_name_typed_at_the_terminal_confirms_a_removal(
    msgen: Msgen, shop: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_terminal(monkeypatch)

    assert msgen("update", shop.system, stdin=b"payments\n").code == 0
    assert "payments" not in json.loads((shop.system / ".msgen/lock.json").read_text())["layout"]["folders"]


def test_another_word_at_the_terminal_or_a_wish_not_to_be_asked_confirms_nothing(
    msgen: Msgen, shop: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_terminal(monkeypatch)
    before = contents(shop.destination)

    assert msgen("update", shop.system, stdin=b"yes\n").code == 2
    assert msgen("update", shop.system, "--yes", stdin=b"payments\n").code == 2
    assert contents(shop.destination) == before


def test_a_service_that_nobody_touched_goes_as_a_whole(msgen: Msgen, mono: Fleet) -> None:
    outcome = msgen("update", mono.system, "--confirm", "payments")

    assert outcome.code == 0, outcome.stderr
    assert not mono.service("payments").exists()
    assert "  delete  services/payments/: " in outcome.stderr
    assert "services/payments/Makefile" not in outcome.stderr
    assert msgen("update", mono.system).stderr.endswith("nothing to do\n")


def test_edited_and_foreign_files_stay_and_wait_and_ignored_ones_stay(msgen: Msgen, mono: Fleet) -> None:
    payments = mono.service("payments")
    kept = {HANDLER: edit(payments / HANDLER), "migrations/versions/0001_initial.py": ""}
    kept["migrations/versions/0001_initial.py"] = edit(payments / "migrations/versions/0001_initial.py")
    (payments / "NOTES").write_text(kept.setdefault("NOTES", "mine"))
    (payments / ".venv").mkdir()
    (payments / ".venv/pyvenv.cfg").write_text(kept.setdefault(".venv/pyvenv.cfg", "home"))

    outcome = msgen("update", mono.system, "--confirm", "payments")

    assert outcome.code == 1
    found = {path.relative_to(payments).as_posix(): path.read_text() for path in payments.rglob("*") if path.is_file()}
    assert found == kept
    orphans = [f"services/payments/{path}" for path in sorted(kept) if path != ".venv/pyvenv.cfg"]
    assert pending(mono.system) == [{"kind": "orphan", "path": path} for path in orphans]
    assert "left where it is:\n  services/payments/.venv\n" in outcome.stderr
    assert msgen("update", mono.system).code == 1
    assert msgen("update", mono.system, "--check").code == 1


def test_purge_takes_edited_and_foreign_files_too_and_undo_brings_all_back(msgen: Msgen, mono: Fleet) -> None:
    payments = mono.service("payments")
    edit(payments / HANDLER)
    (payments / "NOTES").write_text("mine")
    (payments / ".venv").mkdir()
    (payments / ".venv/pyvenv.cfg").write_text("home")
    before = contents(payments)

    assert msgen("update", mono.system, "--confirm", "payments", "--purge").code == 0

    assert [path.relative_to(payments).as_posix() for path in payments.rglob("*")] == [".venv", ".venv/pyvenv.cfg"]
    assert pending(mono.system) == []
    undo(mono.destination)
    assert contents(payments) == before


def test_the_repository_of_a_removed_service_is_left_as_it_is(msgen: Msgen, multi: Fleet) -> None:
    edit(multi.service("payments") / HANDLER)
    before = contents(multi.service("payments"))

    outcome = msgen("update", multi.system, "--confirm", "payments", "--purge")

    assert outcome.code == 0, outcome.stderr
    assert contents(multi.service("payments")) == before
    assert "`payments` has left the system; its repository `payments` is as it was" in outcome.stderr
    layout = json.loads((multi.system / ".msgen/lock.json").read_text())["layout"]
    assert layout["folders"] == {"orders": "../orders"}
    assert not (multi.system / "contracts/generated/payments").exists()


def test_callers_lose_the_contract_and_the_client_and_edited_files_that_name_them_are_listed(
    msgen: Msgen, shop: Fleet
) -> None:
    orders = shop.service("orders")
    written = edit(orders / USE_CASE)

    outcome = msgen("update", shop.system, "--confirm", "payments", "--json")

    report = json.loads(outcome.stdout)
    assert (orders / USE_CASE).read_text() == written
    assert not (orders / "src/orders/app/consumed").exists()
    assert not (orders / "contracts/consumed/payments").exists()
    assert "payments" not in (orders / "src/orders/app/ports.py").read_text()
    mentions = [mention for part in report["repositories"] for mention in part["mentions"]]
    named = {mention["line"]: mention["names"] for mention in mentions}
    lines = written.splitlines()
    assert {number for number, line in enumerate(lines, 1) if re.search("payments[ .]|create_payment", line)} == set(
        named
    )
    assert ["operation CreatePayment", "service payments"] in named.values()


def test_a_service_that_comes_back_meets_what_was_left_of_it(msgen: Msgen, mono: Fleet) -> None:
    edited = edit(mono.service("payments") / HANDLER)
    assert msgen("update", mono.system, "--confirm", "payments").code == 1

    mono.says(ORDERS_ALONE + "  payments:\n    api: grpc\n    subscribes: [OrderPlaced]\n")
    assert msgen("update", mono.system).code == 0

    assert (mono.service("payments") / HANDLER).read_text() == edited
    assert pending(mono.system) == []
    entries = json.loads((mono.service("payments") / ".msgen/lock.json").read_text())["files"]
    assert next(entry["owner"] for entry in entries if entry["path"] == HANDLER) == "H"


def test_a_dry_run_of_a_removal_needs_no_confirmation_and_writes_nothing(msgen: Msgen, shop: Fleet) -> None:
    before = contents(shop.destination)

    assert msgen("update", shop.system, "--dry-run").code == 0
    assert contents(shop.destination) == before
