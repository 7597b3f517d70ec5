"""What `msgen new` records: a lock and a pack per repository, and nothing that differs between machines."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from command_line import contents
from ruamel.yaml import YAML

ROOTS = ("", "services/orders", "services/payments")
ROOT_ONLY = {"inputs", "layout"}
KEYS = {"base_hash", "blueprints", "design", "files", "msgen", "pending", "schema", "spec_hash"}


@pytest.fixture(params=ROOTS)
def root(request: pytest.FixtureRequest, generated_shop: Path) -> Path:
    return generated_shop / request.param


def lock_of(root: Path) -> dict[str, Any]:
    lock: dict[str, Any] = json.loads((root / ".msgen/lock.json").read_text(encoding="utf-8"))
    return lock


def test_the_lock_has_every_key_and_the_roots_lock_two_more(root: Path, generated_shop: Path) -> None:
    lock = lock_of(root)

    assert set(lock) == (KEYS | ROOT_ONLY if root == generated_shop else KEYS)
    assert lock["schema"] == 1
    assert lock["pending"] == []


def test_the_lock_lists_every_generated_file_of_its_root_with_its_hash_and_mode(root: Path) -> None:
    lock = lock_of(root)

    files = {entry["path"]: entry for entry in lock["files"]}
    inner = {other for other in ROOTS if other and (root / other).is_dir()}
    inputs = {"msgen.yaml", "contracts/numbers.yaml", ".msgen/schema.json", ".msgen/lock.json", ".msgen/base.tar.gz"}
    there = {
        path: value
        for path, value in contents(root).items()
        if not path.endswith("/") and path not in inputs and not path.startswith(tuple(f"{each}/" for each in inner))
    }
    assert list(files) == sorted(there)
    for path, (mode, content) in there.items():
        assert files[path]["sha256"] == hashlib.sha256(content).hexdigest()
        assert files[path]["mode"] == ("120000" if mode == "link" else f"100{mode}")
        assert files[path]["owner"] in ("G", "H", "A")
        assert files[path]["id"].partition(":")[0] in {
            "msgen",
            "grpc-stubs",
            *(each["id"] for each in lock["blueprints"]),
        }


def test_an_id_tells_one_file_from_every_other(root: Path) -> None:
    ids = Counter(entry["id"] for entry in lock_of(root)["files"])

    assert [each for each, count in ids.items() if count > 1 or not each] == []


def test_the_pack_holds_the_generated_and_the_seeded_files_as_they_are(root: Path) -> None:
    lock = lock_of(root)
    packed = (root / ".msgen/base.tar.gz").read_bytes()

    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        members = archive.getmembers()
        found = {
            member.name: archive.extractfile(member).read() if member.isfile() else member.linkname.encode()  # type: ignore[union-attr]
            for member in members
        }
    there = contents(root)
    assert list(found) == [entry["path"] for entry in lock["files"] if entry["owner"] in ("G", "H")]
    assert all(found[path] == there[path][1] for path in found)
    assert {(member.mtime, member.uid, member.gid, member.uname, member.gname) for member in members} == {
        (0, 0, 0, "", "")
    }
    assert lock["base_hash"] == hashlib.sha256(gzip.decompress(packed)).hexdigest()


def test_the_lock_is_sorted_and_has_a_line_per_file(root: Path) -> None:
    text = (root / ".msgen/lock.json").read_text(encoding="utf-8")
    lock = json.loads(text)

    assert list(lock) == sorted(lock)
    lines = text.splitlines()
    for entry in lock["files"]:
        assert sum(json.dumps(entry, sort_keys=True, ensure_ascii=False) in line for line in lines) == 1
    assert text.endswith("}\n")


def test_the_lock_names_no_path_of_this_machine_and_no_time(root: Path, generated_shop: Path) -> None:
    text = (root / ".msgen/lock.json").read_text(encoding="utf-8")

    assert str(generated_shop.parent) not in text
    assert str(Path.home()) not in text
    assert not re.search(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", text)


def test_the_design_of_a_service_is_its_slice(generated_shop: Path) -> None:
    system, orders, payments = (lock_of(generated_shop / root)["design"] for root in ROOTS)

    assert list(system["services"]) == ["orders", "payments"]
    assert orders["service"]["name"] == "orders"
    assert list(orders["dependencies"]) == ["payments"]
    assert orders["service"]["store"]["engine"] == "postgres"
    assert payments["dependencies"] == {}
    assert [heard["event"] for heard in payments["service"]["subscriptions"]] == ["OrderPlaced"]
    assert list(payments["contexts"]["orders"]["events"]) == ["OrderPlaced"]
    assert list(payments["neighbours"]) == ["orders"]


def test_the_design_has_the_numbers_of_the_messages_in_it(generated_shop: Path) -> None:
    system, orders, payments = (lock_of(generated_shop / root)["design"]["numbers"] for root in ROOTS)

    numbers = YAML(typ="safe").load(generated_shop / "contracts/numbers.yaml")
    expected = {owner: {str(number): name for number, name in entries.items()} for owner, entries in numbers.items()}
    assert system == orders == payments == expected
    assert {owner.partition(".")[0] for owner in expected} == {"payments"}


def test_the_layout_is_that_of_the_spec(generated_shop: Path) -> None:
    folders = {"orders": "services/orders", "payments": "services/payments"}

    assert lock_of(generated_shop)["layout"] == {"folders": folders, "kind": "mono-repo"}


def test_git_is_told_about_the_record(root: Path) -> None:
    assert (root / ".msgen/.gitattributes").read_text() == "base.tar.gz binary linguist-generated -diff\n"
    assert (root / ".msgen/.gitignore").read_text() == "txn*\nundo/\n"
